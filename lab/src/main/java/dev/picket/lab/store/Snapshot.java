package dev.picket.lab.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Every object as of one revision; it never changes. */
public final class Snapshot {

  private final long revision;
  private final SortedTree<StoredObject> objects;

  Snapshot(long revision, SortedTree<StoredObject> objects) {
    this.revision = revision;
    this.objects = objects;
  }

  public long revision() {
    return revision;
  }

  public Optional<StoredObject> get(Key key) {
    return Optional.ofNullable(objects.get(key.path()));
  }

  /** Visits a scope's objects in order of namespace and name, while the visitor says so. */
  public void visit(Scope scope, Predicate<StoredObject> visitor) {
    visitFrom(scope.prefix(), scope, visitor);
  }

  /** Visits those that come after a key, which need not exist any more. */
  public void visitAfter(Key last, Scope scope, Predicate<StoredObject> visitor) {
    visitFrom(last.path() + '\0', scope, visitor);
  }

  /** How many objects of the scope come after a key. */
  public int countAfter(Key last, Scope scope) {
    return objects.count(last.path() + '\0', scope.end());
  }

  public int count(Scope scope) {
    return objects.count(scope.prefix(), scope.end());
  }

  int size() {
    return objects.size();
  }

  /** Every object, in order. */
  List<StoredObject> all() {
    List<StoredObject> all = new ArrayList<>(objects.size());
    objects.visit("", (_, object) -> all.add(object));
    return all;
  }

  SortedTree<StoredObject> objects() {
    return objects;
  }

  private void visitFrom(String from, Scope scope, Predicate<StoredObject> visitor) {
    objects.visit(from, (_, object) -> scope.holds(object.key()) && visitor.test(object));
  }
}
