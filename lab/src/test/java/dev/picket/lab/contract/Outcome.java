package dev.picket.lab.contract;

/** How a case went on a server. */
sealed interface Outcome {

  /** In a word or a sentence, for tables. */
  String told();

  /** It is so. */
  record Passed() implements Outcome {
    @Override
    public String told() {
      return "ok";
    }
  }

  /**
   * It is not so.
   *
   * @param why what was expected and what came
   */
  record Failed(String why) implements Outcome {
    @Override
    public String told() {
      return "FAILED: " + why;
    }
  }

  /**
   * The server's version does not know what the case is about, or it cannot be asked.
   *
   * @param why since when it is known, or what hinders
   */
  record Unknown(String why) implements Outcome {
    @Override
    public String told() {
      return why;
    }
  }
}
