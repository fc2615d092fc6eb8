package dev.picket.lab.contract;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the command is asked for.
 *
 * @param kubeconfig the file of the server to ask, or empty for the lab alone
 * @param lab whether a fresh lab is asked beside it
 * @param report the file for a page of Markdown, or empty
 * @param only a part of the titles of the cases to run, or empty for all
 * @param webhookHost this machine as the server can call it, or empty
 */
record TestAgainst(
    String kubeconfig, boolean lab, String report, String only, String webhookHost, boolean help) {

  static final String HELP =
      """
      Usage: picket test-against KUBECONFIG [--without-lab] [--only TEXT] [--report FILE] [--webhook-host HOST]
             picket test-against lab [--only TEXT] [--report FILE]

      Runs the contract suite against the API server of a kubeconfig's current context and against a fresh lab, and
      prints a table of both. It works in namespaces that begin with picket-contract-, and deletes them and all else that
      it makes. The credential must be one that may do everything.

        --without-lab        ask only the server of the kubeconfig
        --only TEXT          only cases that have TEXT in heading or name
        --report FILE        write the table as Markdown, too
        --webhook-host HOST  this machine's name or address for the server's webhook calls; without it they go to
                             127.0.0.1 if the server is there, and are not tested if it is elsewhere
        --help               print this

      Exit code: 0 when no case failed, 1 when one did or the server could not be asked, 64 on wrong arguments.\
      """;

  /**
   * Reads the command's arguments.
   *
   * @throws IllegalArgumentException naming the argument that is wrong
   */
  static TestAgainst of(List<String> arguments) {
    Deque<String> left = new ArrayDeque<>(arguments);
    TestAgainst asked = new TestAgainst("", true, "", "", "", false);
    while (!left.isEmpty()) {
      asked = asked.with(left.pop(), left);
    }
    if (asked.kubeconfig.isEmpty() && !asked.help) {
      throw new IllegalArgumentException("expected a kubeconfig's path, or `lab`");
    }
    return asked.kubeconfig.equals("lab")
        ? new TestAgainst("", asked.lab, asked.report, asked.only, asked.webhookHost, asked.help)
        : asked;
  }

  private TestAgainst with(String argument, Deque<String> left) {
    return switch (argument) {
      case "--help", "-h" -> new TestAgainst(kubeconfig, lab, report, only, webhookHost, true);
      case "--without-lab" -> new TestAgainst(kubeconfig, false, report, only, webhookHost, help);
      case "--report" ->
          new TestAgainst(kubeconfig, lab, value(argument, left), only, webhookHost, help);
      case "--only" ->
          new TestAgainst(kubeconfig, lab, report, value(argument, left), webhookHost, help);
      case "--webhook-host" ->
          new TestAgainst(kubeconfig, lab, report, only, value(argument, left), help);
      default -> {
        if (argument.startsWith("-") || !kubeconfig.isEmpty()) {
          throw new IllegalArgumentException("unexpected argument: " + argument);
        }
        yield new TestAgainst(argument, lab, report, only, webhookHost, help);
      }
    };
  }

  private static String value(String option, Deque<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return left.pop();
  }

  boolean chooses(String title) {
    return title.contains(only);
  }
}
