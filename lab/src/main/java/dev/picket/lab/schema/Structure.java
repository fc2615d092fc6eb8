package dev.picket.lab.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a value is put together, as far as merging and ownership go: which of its parts are owned one
 * by one, and what tells the elements of its lists apart. Children are looked up when they are
 * asked for, so types may contain themselves. Immutable; safe for use by many threads.
 */
public final class Structure {

  /** What a value is meant to be. */
  public enum Form {
    TEXT,
    NUMBER,
    TRUTH,
    /** Any value, owned as a whole. */
    SCALAR,
    MAP,
    LIST,
    /** Whatever it is: maps are owned by their members, lists as a whole. */
    DEDUCED
  }

  /** What tells the elements of a list apart. */
  public enum ListType {
    /** Nothing: it is owned as a whole. */
    ATOMIC,
    /** Their values. */
    SET,
    /** Their keys. */
    MAP
  }

  /**
   * A member that tells the elements of a list apart.
   *
   * @param name of the member
   * @param otherwise what it is when an element lacks it; null when it may not
   */
  public record ElementKey(String name, @Nullable JsonNode otherwise) {}

  /**
   * How strategic merge patches see a value.
   *
   * @param lists whether a list is merged; otherwise it is replaced
   * @param key that tells elements apart; empty when their values do
   * @param retainsKeys whether a patch may say which members are kept
   */
  public record Strategy(boolean lists, String key, boolean retainsKeys) {
    static final Strategy REPLACE = new Strategy(false, "", false);
  }

  /** A value of which nothing is known. */
  public static final Structure DEDUCED = scalar(Form.DEDUCED);

  static final Structure SCALAR = scalar(Form.SCALAR);
  static final Structure TEXT = scalar(Form.TEXT);
  static final Structure NUMBER = scalar(Form.NUMBER);
  static final Structure TRUTH = scalar(Form.TRUTH);

  private final Form form;
  private final boolean atomic;
  private final boolean omitsEmpty;
  private final ListType listType;
  private final List<ElementKey> keys;
  private final Strategy strategy;
  private final Supplier<Map<String, Structure>> members;
  private final Supplier<@Nullable Structure> others;

  private Structure(
      Form form,
      boolean atomic,
      boolean omitsEmpty,
      ListType listType,
      List<ElementKey> keys,
      Strategy strategy,
      Supplier<Map<String, Structure>> members,
      Supplier<@Nullable Structure> others) {
    this.form = form;
    this.atomic = atomic;
    this.omitsEmpty = omitsEmpty;
    this.listType = listType;
    this.keys = keys;
    this.strategy = strategy;
    this.members = members;
    this.others = others;
  }

  private static Structure scalar(Form form) {
    return new Structure(
        form, false, false, ListType.ATOMIC, List.of(), Strategy.REPLACE, Map::of, () -> null);
  }

  /**
   * A map.
   *
   * @param omitsEmpty whether maps and lists without anything are as good as none in it
   * @param members those that are declared
   * @param others what every other member is; null when there may be none
   */
  static Structure map(
      boolean atomic,
      boolean omitsEmpty,
      Supplier<Map<String, Structure>> members,
      Supplier<@Nullable Structure> others) {
    return new Structure(
        Form.MAP,
        atomic,
        omitsEmpty,
        ListType.ATOMIC,
        List.of(),
        Strategy.REPLACE,
        members,
        others);
  }

  static Structure list(
      ListType type, List<ElementKey> keys, Supplier<@Nullable Structure> element) {
    return new Structure(Form.LIST, false, false, type, keys, Strategy.REPLACE, Map::of, element);
  }

  /** The same for strategic merge patches that see it otherwise. */
  Structure with(Strategy other) {
    return new Structure(form, atomic, omitsEmpty, listType, keys, other, members, others);
  }

  /** The same, owned as a whole. */
  Structure asAtomic() {
    return new Structure(form, true, omitsEmpty, listType, keys, strategy, members, others);
  }

  public Form form() {
    return form;
  }

  /** Whether maps and lists without anything are as good as none in it. */
  public boolean omitsEmpty() {
    return omitsEmpty;
  }

  public ListType listType() {
    return listType;
  }

  /** The keys of a list's elements, in the order of their names. */
  public List<ElementKey> keys() {
    return keys;
  }

  public Strategy strategy() {
    return strategy;
  }

  /** Whether it is a map or a list that is owned as a whole. */
  public boolean atomic() {
    return atomic || (form == Form.LIST && listType == ListType.ATOMIC);
  }

  /** Whether the members of this value are owned one by one. */
  public boolean separatesMembers(JsonNode value) {
    return value instanceof ObjectNode && mayBeMap() && !atomic;
  }

  /** Whether the elements of this value are owned one by one. */
  public boolean separatesElements(JsonNode value) {
    return value.isArray() && form == Form.LIST && !atomic && listType != ListType.ATOMIC;
  }

  /** Whether maps are expected. */
  public boolean mayBeMap() {
    return form == Form.MAP || form == Form.DEDUCED;
  }

  /** Whether the map has this member by its declaration. */
  public boolean declares(String member) {
    return form == Form.MAP && members.get().containsKey(member);
  }

  /** The declared members of a map. */
  public Map<String, Structure> members() {
    return members.get();
  }

  /** What a member is; null when there may be no such member. */
  public @Nullable Structure find(String member) {
    if (form != Form.MAP) {
      return DEDUCED;
    }
    Structure declared = members.get().get(member);
    return declared == null ? others.get() : declared;
  }

  /** What a member is; deduced when there should be no such member. */
  public Structure member(String member) {
    Structure found = find(member);
    return found == null ? DEDUCED : found;
  }

  /** What the elements of a list are. */
  public Structure element() {
    Structure element = form == Form.LIST ? others.get() : null;
    return element == null ? DEDUCED : element;
  }
}
