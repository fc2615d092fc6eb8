package dev.picket.lab.store;

import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map of texts to values that never changes: {@link #with} and {@link #without} give new
 * ones that share most nodes (an AVL tree). Safe for use by many threads without locks.
 */
final class SortedTree<V> {

  private final @Nullable Node<V> root;

  private SortedTree(@Nullable Node<V> root) {
    this.root = root;
  }

  static <V> SortedTree<V> empty() {
    return new SortedTree<>(null);
  }

  @Nullable V get(String key) {
    Node<V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key);
      if (order == 0) {
        return node.value;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  SortedTree<V> with(String key, V value) {
    return new SortedTree<>(put(root, key, value));
  }

  SortedTree<V> without(String key) {
    return new SortedTree<>(remove(root, key));
  }

  int size() {
    return size(root);
  }

  /** How many keys there are in {@code [from, to)}. */
  int count(String from, String to) {
    return Math.max(0, below(to) - below(from));
  }

  /** Visits keys from {@code from} on, in order, while the visitor says so. */
  void visit(String from, BiPredicate<String, V> visitor) {
    visit(root, from, visitor);
  }

  private int below(String key) {
    int count = 0;
    Node<V> node = root;
    while (node != null) {
      if (key.compareTo(node.key) <= 0) {
        node = node.left;
      } else {
        count += size(node.left) + 1;
        node = node.right;
      }
    }
    return count;
  }

  private static <V> boolean visit(
      @Nullable Node<V> node, String from, BiPredicate<String, V> visitor) {
    if (node == null) {
      return true;
    }
    if (node.key.compareTo(from) < 0) {
      return visit(node.right, from, visitor);
    }
    return visit(node.left, from, visitor)
        && visitor.test(node.key, node.value)
        && visit(node.right, from, visitor);
  }

  private static <V> Node<V> put(@Nullable Node<V> node, String key, V value) {
    if (node == null) {
      return new Node<>(key, value, null, null);
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return new Node<>(key, value, node.left, node.right);
    }
    return order < 0
        ? balanced(node, put(node.left, key, value), node.right)
        : balanced(node, node.left, put(node.right, key, value));
  }

  private static <V> @Nullable Node<V> remove(@Nullable Node<V> node, String key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.key);
    if (order != 0) {
      return order < 0
          ? balanced(node, remove(node.left, key), node.right)
          : balanced(node, node.left, remove(node.right, key));
    }
    if (node.left == null) {
      return node.right;
    }
    if (node.right == null) {
      return node.left;
    }
    Node<V> next = first(node.right);
    return balanced(next, node.left, remove(node.right, next.key));
  }

  private static <V> Node<V> first(Node<V> node) {
    Node<V> first = node;
    while (first.left != null) {
      first = first.left;
    }
    return first;
  }

  /** The node's entry over other subtrees, whose heights differ by two at most. */
  private static <V> Node<V> balanced(
      Node<V> entry, @Nullable Node<V> left, @Nullable Node<V> right) {
    int tilt = height(left) - height(right);
    if (tilt > 1 && left != null) {
      Node<V> upper = height(left.left) < height(left.right) ? rotatedLeft(left) : left;
      return rotatedRight(new Node<>(entry.key, entry.value, upper, right));
    }
    if (tilt < -1 && right != null) {
      Node<V> upper = height(right.right) < height(right.left) ? rotatedRight(right) : right;
      return rotatedLeft(new Node<>(entry.key, entry.value, left, upper));
    }
    return new Node<>(entry.key, entry.value, left, right);
  }

  private static <V> Node<V> rotatedRight(Node<V> node) {
    Node<V> up = node.left;
    if (up == null) {
      return node;
    }
    Node<V> down = new Node<>(node.key, node.value, up.right, node.right);
    return new Node<>(up.key, up.value, up.left, down);
  }

  private static <V> Node<V> rotatedLeft(Node<V> node) {
    Node<V> up = node.right;
    if (up == null) {
      return node;
    }
    Node<V> down = new Node<>(node.key, node.value, node.left, up.left);
    return new Node<>(up.key, up.value, down, up.right);
  }

  private static int height(@Nullable Node<?> node) {
    return node == null ? 0 : node.height;
  }

  private static int size(@Nullable Node<?> node) {
    return node == null ? 0 : node.size;
  }

  private static final class Node<V> {
    final String key;
    final V value;
    final @Nullable Node<V> left;
    final @Nullable Node<V> right;
    final int height;
    final int size;

    Node(String key, V value, @Nullable Node<V> left, @Nullable Node<V> right) {
      this.key = key;
      this.value = value;
      this.left = left;
      this.right = right;
      this.height = Math.max(height(left), height(right)) + 1;
      this.size = size(left) + size(right) + 1;
    }
  }
}
