-- One row per problem. A repeat updates its row in place, and most repeats change no indexed column,
-- so that PostgreSQL can keep the new version on the same page (HOT) and leave the indexes alone:
-- hence the free space on each page, and the coarse slots, which change every ten seconds at most: wide
-- enough to catch a storm of repeats, narrow enough to sort what a storm of new ones puts into one.
create table observation (
  fingerprint bytea not null,
  count bigint not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  state_since timestamptz not null,
  suppressed_until timestamptz,
  time_to_live interval not null,
  -- last_seen, and last_seen + time_to_live, in units of ten seconds since 1970
  seen_slot integer not null,
  expiry_slot integer not null,
  -- 0 security, 1 compliance, 2 performance, 3 operations, 4 cost
  category smallint not null,
  -- 0 info, 1 low, 2 medium, 3 high, 4 critical
  severity smallint not null,
  -- 0 open, 1 resolved, 2 suppressed
  state smallint not null,
  source text not null,
  event_type text not null,
  rule text not null,
  title text not null,
  api_version text not null,
  kind text not null,
  namespace text not null,
  name text not null,
  suppression_reason text,
  -- json rather than jsonb: kept as the source wrote it
  details json not null,
  primary key (fingerprint),
  -- The names of the constraints are shown to whoever sent what does not meet them.
  constraint fingerprint_of_32_bytes check (length(fingerprint) = 32),
  constraint category_from_0_to_4 check (category between 0 and 4),
  constraint severity_from_0_to_4 check (severity between 0 and 4),
  constraint source_of_at_most_253_bytes check (octet_length(source) <= 253),
  constraint kind_of_at_most_253_bytes check (octet_length(kind) <= 253),
  constraint namespace_of_at_most_253_bytes check (octet_length(namespace) <= 253),
  constraint name_of_at_most_1024_bytes check (octet_length(name) <= 1024),
  constraint details_as_a_json_object check (json_typeof(details) = 'object'),
  constraint suppression_with_reason_and_end check (
    (state between 0 and 1 and suppressed_until is null and suppression_reason is null)
    or (state = 2 and suppressed_until is not null and suppression_reason is not null))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

-- Lists, last seen first. The slot brings the rows nearly in order; an incremental sort does the rest.
create index observation_seen on observation (seen_slot);
create index observation_state_seen on observation (state, seen_slot);
create index observation_source_seen on observation (source, seen_slot);
create index observation_namespace_seen on observation (namespace, seen_slot);
create index observation_name on observation (name, kind);
-- The timeline and the counts, from the index alone; the latter also finds a rare severity
create index observation_timeline on observation (first_seen) include (severity);
create index observation_summary on observation (state, severity, category, source);
-- Garbage collection
create index observation_expiry on observation (expiry_slot);
create index observation_suppressed on observation (suppressed_until) where state = 2;

-- Occurrences known by their source's own name for them, for as long as retries are likely. The key is
-- the first 64 bits of SHA-256 over source, time and value; the time comes first, so that what
-- arrives together lies together.
create table occurrence_id (
  occurred_at timestamptz not null,
  key bigint not null,
  primary key (occurred_at, key)
) with (autovacuum_vacuum_scale_factor = 0.1);

-- What each transaction changed. Readers follow the transaction ids, up to the oldest transaction that
-- is still under way, so a late committer is never passed over.
create table change (
  transaction_id xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  fingerprints bytea[] not null,
  primary key (transaction_id)
) with (autovacuum_vacuum_scale_factor = 0.1);
alter table change alter column fingerprints set storage external;
create index change_at on change (at);

-- The newest change that was forgotten: whoever stands before it has missed something.
create table change_horizon (
  transaction_id xid8 not null,
  singleton boolean not null default true check (singleton),
  primary key (singleton)
);
insert into change_horizon (transaction_id) values ('0');
