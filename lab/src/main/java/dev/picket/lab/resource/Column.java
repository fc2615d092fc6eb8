package dev.picket.lab.resource;

/**
 * A column of a table.
 *
 * @param name its heading
 * @param type of its cells, such as {@code string} or {@code date}
 * @param description for people
 * @param priority zero to be shown always; more for wide tables
 * @param cell where the cell's value comes from
 */
public record Column(String name, String type, String description, int priority, CellPath cell) {

  static Column text(String name, String path) {
    return new Column(name, "string", name, 0, CellPath.parse(path));
  }
}
