package dev.picket.lab.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is made of some objects of a snapshot: each once for each of its revisions, and the whole
 * only after one of them has changed. Safe for use by many threads.
 *
 * @param <E> what is made of one object
 * @param <T> what is made of all
 */
public final class Derived<E, T> {

  private final List<Scope> scopes;
  private final Function<StoredObject, E> each;
  private final Function<List<E>, T> all;
  private volatile State<E, T> last;

  /**
   * @param scopes whose objects are read, in this order
   * @param each makes something of one object
   * @param all puts that together
   */
  public Derived(List<Scope> scopes, Function<StoredObject, E> each, Function<List<E>, T> all) {
    this.scopes = List.copyOf(scopes);
    this.each = each;
    this.all = all;
    this.last = new State<>(List.of(), Map.of(), all.apply(List.of()));
  }

  /** What the snapshot's objects come to. */
  public T of(Snapshot snapshot) {
    List<StoredObject> objects = new ArrayList<>();
    for (Scope scope : scopes) {
      snapshot.visit(scope, objects::add);
    }
    State<E, T> known = last;
    if (!known.objects().equals(objects)) {
      known = make(objects, known.made());
      last = known;
    }
    return known.whole();
  }

  /** Whether there are any such objects. */
  public boolean any(Snapshot snapshot) {
    for (Scope scope : scopes) {
      if (snapshot.count(scope) > 0) {
        return true;
      }
    }
    return false;
  }

  private State<E, T> make(List<StoredObject> objects, Map<StoredObject, E> former) {
    Map<StoredObject, E> made = HashMap.newHashMap(objects.size());
    List<E> parts = new ArrayList<>(objects.size());
    for (StoredObject object : objects) {
      E known = former.get(object);
      E part = known == null ? each.apply(object) : known;
      made.put(object, part);
      parts.add(part);
    }
    return new State<>(List.copyOf(objects), made, all.apply(List.copyOf(parts)));
  }

  /** Stored objects are equal only to themselves, so equal lists are the same revisions. */
  private record State<E, T>(List<StoredObject> objects, Map<StoredObject, E> made, T whole) {}
}
