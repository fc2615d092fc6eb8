package dev.picket.observation;

/** Counts what became of items, the same for every kind of source. */
final class Bookkeeping {

  private final Ledger.Account account;

  Bookkeeping(Ledger.Account account) {
    this.account = account;
  }

  void receive(int items) {
    account.receive(items);
  }

  Outcome settle(Outcome outcome) {
    account.settle(outcome);
    return outcome;
  }

  /** Counts what was noticed about an item on its way, beside its outcome. */
  void note(Examination.Kept kept) {
    if (kept.clockCorrected()) {
      account.clockCorrected();
    }
    if (kept.conditionFailure().isPresent()) {
      account.conditionFailed();
    }
  }

  static Outcome outcome(Fingerprint fingerprint, Recorded recorded) {
    return switch (recorded) {
      case Recorded.Created _ -> new Outcome.Stored(fingerprint);
      case Recorded.Repeated _ -> new Outcome.Repeated(fingerprint, false);
      case Recorded.Retried _ -> new Outcome.Repeated(fingerprint, true);
      case Recorded.Refused refused -> new Outcome.Rejected(refused.problem());
    };
  }
}
