package dev.picket.lab.store;

/** Where changes are kept beyond the process's life. */
public interface Journal {

  /** Keeps nothing, so that everything is as safe at once as it ever will be. */
  Journal NONE = Commit::durable;

  /**
   * Takes what one transaction changed, after everything that came before it, and says of it {@link
   * Commit#durable} as soon as it is kept, in the order taken, or {@link Commit#failed}. Called by
   * one thread at a time, which may wait only while too many others do.
   */
  void append(Commit commit);
}
