package dev.picket.lab.cel;

import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static dev.cel.common.CelOverloadDecl.newMemberOverload;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The functions on texts, networks, addresses and quantities that Kubernetes adds to CEL. */
public final class Functions {

  private static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");
  private static final CelType URL = OpaqueType.create("kubernetes.URL");
  private static final CelType IP = OpaqueType.create("net.IP");
  private static final CelType CIDR = OpaqueType.create("net.CIDR");
  private static final CelType BOOL = SimpleType.BOOL;
  private static final CelType INT = SimpleType.INT;
  private static final CelType STRING = SimpleType.STRING;

  private final Map<String, List<CelOverloadDecl>> declared = new LinkedHashMap<>();
  private final Map<String, List<CelFunctionBinding>> bound = new LinkedHashMap<>();

  private static final Functions ALL = new Functions();

  /** How they are declared to a compiler. */
  public static final List<CelFunctionDecl> DECLARATIONS = ALL.declarations();

  /** What they do. */
  public static final List<CelFunctionBinding> BINDINGS = ALL.bindings();

  private Functions() {
    ListFunctions.add(this);
    texts();
    quantities();
    urls();
    addresses();
    networks();
  }

  // The bodies are method references and lambdas without state, as CEL asks, which their types do
  // not tell.
  /** Adds a function of one argument, or of the value before its dot. */
  @SuppressWarnings("Immutable")
  <T> void one(
      String name,
      boolean member,
      String id,
      CelType result,
      CelType argument,
      Class<T> type,
      Function<T, Object> body) {
    declare(
        name,
        member ? newMemberOverload(id, result, argument) : newGlobalOverload(id, result, argument));
    bind(name, CelFunctionBinding.from(id, type, body::apply));
  }

  /** Adds a function of the value before its dot and one argument. */
  @SuppressWarnings("Immutable")
  <A, B> void two(
      String name,
      String id,
      CelType result,
      CelType first,
      CelType second,
      Class<A> firstType,
      Class<B> secondType,
      Body<A, B> body) {
    declare(name, newMemberOverload(id, result, first, second));
    bind(name, CelFunctionBinding.from(id, firstType, secondType, body::of));
  }

  void declare(String name, CelOverloadDecl overload) {
    declared.computeIfAbsent(name, _ -> new ArrayList<>()).add(overload);
  }

  void bind(String name, CelFunctionBinding binding) {
    bound.computeIfAbsent(name, _ -> new ArrayList<>()).add(binding);
  }

  private void texts() {
    two(
        "find",
        "string_find_string",
        STRING,
        STRING,
        STRING,
        String.class,
        String.class,
        (text, pattern) -> {
          Matcher found = Pattern.compile(pattern).matcher(text);
          return found.find() ? found.group() : "";
        });
    two(
        "format",
        "string_format",
        STRING,
        STRING,
        ListType.create(SimpleType.DYN),
        String.class,
        List.class,
        Formatting::format);
    CelType texts = ListType.create(STRING);
    two(
        "findAll",
        "string_find_all_string",
        texts,
        STRING,
        STRING,
        String.class,
        String.class,
        (text, pattern) -> findAll(text, pattern, Long.MAX_VALUE));
    declare("findAll", newMemberOverload("string_find_all_string_int", texts, STRING, STRING, INT));
    bind(
        "findAll",
        CelFunctionBinding.from(
            "string_find_all_string_int",
            List.of(String.class, String.class, Long.class),
            arguments -> {
              long most = (Long) arguments[2];
              return findAll(
                  (String) arguments[0], (String) arguments[1], most < 0 ? Long.MAX_VALUE : most);
            }));
  }

  private static List<String> findAll(String text, String pattern, long most) {
    List<String> all = new ArrayList<>();
    Matcher found = Pattern.compile(pattern).matcher(text);
    while (all.size() < most && found.find()) {
      all.add(found.group());
    }
    return all;
  }

  private void quantities() {
    Class<Quantity> type = Quantity.class;
    one(
        "quantity",
        false,
        "string_to_quantity",
        QUANTITY,
        STRING,
        String.class,
        text -> required(Quantity.parse(text), "quantity", text));
    one(
        "isQuantity",
        false,
        "is_quantity_string",
        BOOL,
        STRING,
        String.class,
        text -> Quantity.parse(text).isPresent());
    one("sign", true, "quantity_sign", INT, QUANTITY, type, each -> (long) each.value().signum());
    one("isInteger", true, "quantity_is_integer", BOOL, QUANTITY, type, Quantity::integer);
    one(
        "asInteger",
        true,
        "quantity_get_int",
        INT,
        QUANTITY,
        type,
        each -> each.value().longValueExact());
    one(
        "asApproximateFloat",
        true,
        "quantity_get_float",
        SimpleType.DOUBLE,
        QUANTITY,
        type,
        each -> each.value().doubleValue());
    two("add", "quantity_add", QUANTITY, QUANTITY, QUANTITY, type, type, Quantity::add);
    two(
        "add",
        "quantity_add_int",
        QUANTITY,
        QUANTITY,
        INT,
        type,
        Long.class,
        (one, other) -> one.add(Quantity.of(BigDecimal.valueOf(other))));
    two("sub", "quantity_sub", QUANTITY, QUANTITY, QUANTITY, type, type, Quantity::subtract);
    two(
        "sub",
        "quantity_sub_int",
        QUANTITY,
        QUANTITY,
        INT,
        type,
        Long.class,
        (one, other) -> one.subtract(Quantity.of(BigDecimal.valueOf(other))));
    two(
        "isLessThan",
        "quantity_is_less_than",
        BOOL,
        QUANTITY,
        QUANTITY,
        type,
        type,
        (one, other) -> one.compareTo(other) < 0);
    two(
        "isGreaterThan",
        "quantity_is_greater_than",
        BOOL,
        QUANTITY,
        QUANTITY,
        type,
        type,
        (one, other) -> one.compareTo(other) > 0);
    two(
        "compareTo",
        "quantity_compare_to",
        INT,
        QUANTITY,
        QUANTITY,
        type,
        type,
        (one, other) -> (long) one.compareTo(other));
  }

  private void urls() {
    Class<URI> type = URI.class;
    one(
        "url",
        false,
        "string_to_url",
        URL,
        STRING,
        String.class,
        text -> required(Urls.parse(text), "URI", text));
    one(
        "isURL",
        false,
        "is_url_string",
        BOOL,
        STRING,
        String.class,
        text -> Urls.parse(text).isPresent());
    one(
        "getScheme",
        true,
        "url_get_scheme",
        STRING,
        URL,
        type,
        each -> Urls.text(each.getScheme()));
    one(
        "getHost",
        true,
        "url_get_host",
        STRING,
        URL,
        type,
        each -> Urls.text(each.getRawAuthority()).replaceFirst("^[^@]*@", ""));
    one(
        "getHostname",
        true,
        "url_get_hostname",
        STRING,
        URL,
        type,
        each -> Urls.text(each.getHost()).replaceAll("[\\[\\]]", ""));
    one(
        "getPort",
        true,
        "url_get_port",
        STRING,
        URL,
        type,
        each -> each.getPort() < 0 ? "" : Integer.toString(each.getPort()));
    one(
        "getEscapedPath",
        true,
        "url_get_escaped_path",
        STRING,
        URL,
        type,
        each -> Urls.text(each.getRawPath()));
    CelType query = MapType.create(STRING, ListType.create(STRING));
    one("getQuery", true, "url_get_query", query, URL, type, Urls::query);
  }

  private void addresses() {
    Class<Address> type = Address.class;
    one(
        "ip",
        false,
        "string_to_ip",
        IP,
        STRING,
        String.class,
        text -> required(Address.ip(text), "IP address", text));
    one("isIP", false, "is_ip", BOOL, STRING, String.class, text -> Address.ip(text).isPresent());
    one("ip.isCanonical", false, "ip_is_canonical", BOOL, STRING, String.class, Address::canonical);
    one("family", true, "ip_family", INT, IP, type, Address::family);
    one(
        "isUnspecified",
        true,
        "ip_is_unspecified",
        BOOL,
        IP,
        type,
        each -> each.address().isAnyLocalAddress());
    one(
        "isLoopback",
        true,
        "ip_is_loopback",
        BOOL,
        IP,
        type,
        each -> each.address().isLoopbackAddress());
    one(
        "isLinkLocalMulticast",
        true,
        "ip_is_link_local_multicast",
        BOOL,
        IP,
        type,
        each -> each.address().isMCLinkLocal());
    one(
        "isLinkLocalUnicast",
        true,
        "ip_is_link_local_unicast",
        BOOL,
        IP,
        type,
        each -> each.address().isLinkLocalAddress());
    one("isGlobalUnicast", true, "ip_is_global_unicast", BOOL, IP, type, Address::global);
  }

  private void networks() {
    Class<Address> type = Address.class;
    one(
        "cidr",
        false,
        "string_to_cidr",
        CIDR,
        STRING,
        String.class,
        text -> required(Address.cidr(text), "CIDR notation", text));
    one(
        "isCIDR",
        false,
        "is_cidr",
        BOOL,
        STRING,
        String.class,
        text -> Address.cidr(text).isPresent());
    two(
        "containsIP",
        "cidr_contains_ip_string",
        BOOL,
        CIDR,
        STRING,
        type,
        String.class,
        (network, text) -> network.contains(required(Address.ip(text), "IP address", text)));
    two("containsIP", "cidr_contains_ip_ip", BOOL, CIDR, IP, type, type, Address::contains);
    two(
        "containsCIDR",
        "cidr_contains_cidr_string",
        BOOL,
        CIDR,
        STRING,
        type,
        String.class,
        (network, text) -> network.contains(required(Address.cidr(text), "CIDR notation", text)));
    two("containsCIDR", "cidr_contains_cidr", BOOL, CIDR, CIDR, type, type, Address::contains);
    one("ip", true, "cidr_ip", IP, CIDR, type, each -> new Address(each.hex(), -1));
    one("masked", true, "cidr_masked", CIDR, CIDR, type, Address::masked);
    one("prefixLength", true, "cidr_prefix_length", INT, CIDR, type, each -> (long) each.prefix());
  }

  private List<CelFunctionDecl> declarations() {
    return declared.entrySet().stream()
        .map(each -> CelFunctionDecl.newFunctionDeclaration(each.getKey(), each.getValue()))
        .toList();
  }

  private List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> all = new ArrayList<>();
    bound.forEach((name, bindings) -> all.addAll(CelFunctionBinding.fromOverloads(name, bindings)));
    return List.copyOf(all);
  }

  private static <T> T required(Optional<T> read, String what, String text) {
    return read.orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no " + what));
  }

  /** What a function of two does. */
  @FunctionalInterface
  interface Body<A, B> {
    Object of(A first, B second);
  }
}
