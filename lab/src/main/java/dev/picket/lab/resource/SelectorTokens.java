package dev.picket.lab.resource;

import java.util.ArrayList;
import java.util.List;

/** The words of a label selector, read one after another. Used by one thread. */
final class SelectorTokens {

  /** What a word is. */
  enum Kind {
    IDENTIFIER,
    SYMBOL,
    END
  }

  /** A word; the text of the end is empty. */
  record Token(Kind kind, String text) {

    boolean is(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean identifier() {
      return kind == Kind.IDENTIFIER;
    }

    boolean end() {
      return kind == Kind.END;
    }
  }

  private static final String SPECIAL = "=!(),<>";
  private static final String WHITE = " \t\r\n";
  private static final Token END = new Token(Kind.END, "");

  private final List<Token> tokens = new ArrayList<>();
  private int position;

  SelectorTokens(String text) {
    int at = 0;
    while (at < text.length()) {
      char character = text.charAt(at);
      if (WHITE.indexOf(character) >= 0) {
        at++;
      } else if (SPECIAL.indexOf(character) >= 0) {
        String two = text.substring(at, Math.min(at + 2, text.length()));
        String symbol = two.equals("==") || two.equals("!=") ? two : two.substring(0, 1);
        tokens.add(new Token(Kind.SYMBOL, symbol));
        at += symbol.length();
      } else {
        int end = at;
        while (end < text.length() && (SPECIAL + WHITE).indexOf(text.charAt(end)) < 0) {
          end++;
        }
        tokens.add(new Token(Kind.IDENTIFIER, text.substring(at, end)));
        at = end;
      }
    }
  }

  Token look() {
    return position < tokens.size() ? tokens.get(position) : END;
  }

  Token take() {
    Token token = look();
    position++;
    return token;
  }
}
