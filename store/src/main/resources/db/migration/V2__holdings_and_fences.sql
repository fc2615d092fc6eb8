-- The newest epoch claimed for each partition: who writes for a partition shares a lock on its row, and who
-- claims it waits for them. Few rows, often locked: hence the free space, so that each stays on its page.
create table fence (
  shard_group text collate "C" not null,
  pool text collate "C" not null,
  partition integer not null,
  epoch bigint not null,
  claimant text not null,
  claimed_at timestamptz not null,
  primary key (shard_group, pool, partition)
) with (fillfactor = 50);

-- Source objects as last told, and for an hour those that are gone. Their latest revision is kept even when
-- it says nothing new, in place (HOT): no index holds it.
create table held_object (
  source text collate "C" not null,
  uid text collate "C" not null,
  -- of the uid, with its first bit turned, so that signed order here is unsigned order there
  hash bigint not null,
  revision bigint not null,
  created_at timestamptz not null,
  gone_at timestamptz,
  namespace text not null,
  name text not null,
  primary key (source, uid)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
create index held_object_hash on held_object (source, hash) where gone_at is null;
create index held_object_gone on held_object (gone_at) where gone_at is not null;

-- Which object holds an Observation, and a digest of what it said of it. Narrow, because a complete list of
-- a source's objects is compared with it now and then and mostly finds nothing new. The reference is
-- checked at the end of a transaction, which takes hold of an Observation before it writes it.
create table held_finding (
  fingerprint bytea not null references observation on delete cascade deferrable initially deferred,
  content bigint not null,
  source text collate "C" not null,
  uid text collate "C" not null,
  primary key (fingerprint)
) with (autovacuum_vacuum_scale_factor = 0.05);
create index held_finding_object on held_finding (source, uid);
