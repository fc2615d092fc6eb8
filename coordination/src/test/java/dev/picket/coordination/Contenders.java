package dev.picket.coordination;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** Threads that try the same at the same time. */
public final class Contenders {

  private Contenders() {}

  /** A thread's attempt. */
  @FunctionalInterface
  public interface Attempt<T> {

    /**
     * Tries.
     *
     * @param contender 0 to the number of contenders - 1
     */
    T by(int contender) throws Exception;
  }

  /** What came of each attempt, all of which began together, in the order of the contenders. */
  public static <T> List<T> race(int contenders, Attempt<T> attempt) {
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<T>> results =
        IntStream.range(0, contenders)
            .mapToObj(contender ->
                begin(
                    "contender-" + contender,
                    () -> {
                      start.await();
                      return attempt.by(contender);
                    }))
            .toList();
    start.countDown();
    return results.stream().map(CompletableFuture::join).toList();
  }

  private static <T> CompletableFuture<T> begin(String name, Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            result.complete(task.call());
          } catch (Exception failure) {
            result.completeExceptionally(new CompletionException(failure));
          }
        });
    return result;
  }
}
