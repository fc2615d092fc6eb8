package dev.picket.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Prints a shard group as the REST API gives it. */
interface ShardsPrinter {

  /** Prints the group, or, if it was printed before, what has changed in it since. */
  void print(JsonNode shards);
}
