package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.lab.LabClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ValidatingAdmissionPolicies and their bindings. */
@Timeout(60)
final class PoliciesTest {

  private static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";
  private static final String POLICIES = GROUP + "validatingadmissionpolicies";
  private static final String BINDINGS = GROUP + "validatingadmissionpolicybindings";
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final LabServer lab = Labs.started(LabSettings.DEFAULTS);
  private final LabClient client = new LabClient(lab);

  @AfterEach
  void close() {
    client.close();
    lab.close();
  }

  @Test
  void whatDoesNotHoldIsDeniedInTheWordsOfTheRealOne() {
    policy("'validations':[{'expression':'object.data.v.size() < 3'}]");
    assertThat(client.createMap("free", "long").status()).isEqualTo(201);
    binding("'validationActions':['Deny']");
    Answer denied = client.createMap("a", "long");
    assertThat(denied.status()).isEqualTo(422);
    assertThat(denied.reason()).isEqualTo("Invalid");
    assertThat(denied.message())
        .isEqualTo(
            "configmaps \"a\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied"
                + " request: failed expression: object.data.v.size() < 3");
    assertThat(client.createMap("a", "1").status()).isEqualTo(201);
    client.delete(BINDINGS + "/b");
    assertThat(client.createMap("c", "long").status()).isEqualTo(201);
  }

  @Test
  void messagesReasonsAndVariables() {
    policy(
        "'variables':[{'name':'v','expression':'object.data.v'},"
            + "{'name':'bad','expression':'object.data.nothing'},"
            + "{'name':'loud','expression':'variables.v.upperAscii()'}],"
            + "'validations':[{'expression':'variables.v != \"x\"','reason':'Forbidden',"
            + "'messageExpression':'\"not \" + variables.loud + \" in \" +"
            + " namespaceObject.metadata.name'},"
            + "{'expression':'variables.v != \"y\"','message':'no y',"
            + "'messageExpression':'variables.bad'}]");
    binding("'validationActions':['Deny']");
    Answer first = client.createMap("a", "x");
    assertThat(first.status()).isEqualTo(403);
    assertThat(first.message()).endsWith("denied request: not X in default");
    Answer second = client.createMap("a", "y");
    assertThat(second.status()).isEqualTo(422);
    assertThat(second.message()).endsWith("denied request: no y");
    assertThat(client.createMap("a", "z").status()).isEqualTo(201);
  }

  @Test
  void warnsWhereThatIsWhatTheBindingSays() {
    policy("'validations':[{'expression':'false','message':'careful'}]");
    binding("'validationActions':['Warn']");
    Answer warned = client.createMap("a", "1");
    assertThat(warned.status()).isEqualTo(201);
    assertThat(warned.response().headers().firstValue("Warning"))
        .contains(
            "299 - \"Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b':"
                + " careful\"");
  }

  @Test
  void anExpressionWithoutAValueFailsOrIsIgnored() {
    policy("'validations':[{'expression':'object.data.nothing == 1'}]");
    binding("'validationActions':['Deny']");
    assertThat(client.createMap("a", "1").message())
        .contains("denied request: expression 'object.data.nothing == 1' resulted in error: ");
    client.delete(POLICIES + "/p");
    policy("'failurePolicy':'Ignore','validations':[{'expression':'object.data.nothing == 1'}]");
    assertThat(client.createMap("a", "1").status()).isEqualTo(201);
  }

  @Test
  void aVariableThatNeedsItselfIsAnError() {
    policy(
        "'variables':[{'name':'v','expression':'variables.v'}],"
            + "'validations':[{'expression':'variables.v == 1'}]");
    binding("'validationActions':['Deny']");
    Answer denied = client.createMap("a", "1");
    assertThat(denied.status()).isEqualTo(422);
    assertThat(denied.message()).contains("composited variable \"v\" fails to evaluate");
  }

  @Test
  void conditionsAndBindingsNarrowDownWhatIsLookedAt() {
    policy(
        "'matchConditions':[{'name':'c','expression':'request.operation == \"CREATE\"'}],"
            + "'validations':[{'expression':'false'}]");
    binding(
        "'validationActions':['Deny'],'matchResources':{'namespaceSelector':"
            + "{'matchLabels':{'kubernetes.io/metadata.name':'default'}}}");
    client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"x\"}}");
    assertThat(client.createMap("a", "1").status()).isEqualTo(422);
    assertThat(client.post("/api/v1/namespaces/x/configmaps", LabClient.map("a", "1")).status())
        .isEqualTo(201);
  }

  @Test
  void parametersAreObjectsOfTheirOwn() {
    policy(
        "'paramKind':{'apiVersion':'v1','kind':'ConfigMap'},"
            + "'validations':[{'expression':'object.data.v.size() < int(params.data.v)'}]",
        "secrets");
    binding(
        "'validationActions':['Deny'],'paramRef':{'name':'limit','parameterNotFoundAction':'Deny'}");
    String secrets = "/api/v1/namespaces/default/secrets";
    String secret = "{\"metadata\":{\"name\":\"s\"},\"data\":{\"v\":\"YWFhYQ==\"}}";
    assertThat(client.post(secrets, secret).message())
        .endsWith(
            "failed to configure binding: no params found for policy binding with `Deny`"
                + " parameterNotFoundAction");
    client.createMap("limit", "3");
    assertThat(client.post(secrets, secret).message()).contains("failed expression");
    client.put(MAPS + "/limit", LabClient.map("limit", "100"));
    assertThat(client.post(secrets, secret).status()).isEqualTo(201);
  }

  @Test
  void deletionsHaveOnlyWhatWas() {
    client.createMap("a", "keep");
    policy(
        "'validations':[{'expression':'request.operation != \"DELETE\" ||"
            + " oldObject.data.v != \"keep\"'}]");
    binding("'validationActions':['Deny']");
    assertThat(client.delete(MAPS + "/a").status()).isEqualTo(422);
    client.put(MAPS + "/a", LabClient.map("a", "1"));
    assertThat(client.delete(MAPS + "/a").status()).isEqualTo(200);
  }

  @Test
  void whatIsAcceptedButDoesNothingIsWarnedOf() {
    Answer policy =
        policy(
            "'auditAnnotations':[{'key':'k','valueExpression':'\"v\"'}],"
                + "'validations':[{'expression':'true'}]");
    assertThat(policy.response().headers().firstValue("Warning").orElse("")).contains("audit log");
    Answer binding = binding("'validationActions':['Audit']");
    assertThat(binding.response().headers().firstValue("Warning").orElse("")).contains("audit log");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'validations':[{'expression':'object.x =='}]|spec.validations[0].expression: Invalid value",
        "'validations':[{'expression':'1 + 1'}]|must evaluate to bool",
        "'validations':[{'expression':'unknown == 1'}]|undeclared reference to 'unknown'",
        "'validations':[{'expression':'params.x == 1'}]|undeclared reference to 'params'",
        "'validations':[]|spec.validations: Required value",
        "'validations':[{'expression':'true','reason':'Teapot'}]|validations[0].reason: Unsupported"
      })
  void policiesThatCannotBeEvaluatedAreRefused(String spec, String why) {
    Answer refused = client.post(POLICIES, policyBody(spec, "configmaps"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message()).contains(why);
  }

  @Test
  void aBindingMustSayWhatIsDone() {
    assertThat(client.post(BINDINGS, bindingBody("'paramRef':{'name':'x'}")).message())
        .isEqualTo(
            "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io \"b\" is invalid:"
                + " [spec.paramRef.parameterNotFoundAction: Required value,"
                + " spec.validationActions: Required value: at least one validation action is"
                + " required]");
  }

  private Answer policy(String spec) {
    return policy(spec, "configmaps");
  }

  private Answer policy(String spec, String resource) {
    Answer made = client.post(POLICIES, policyBody(spec, resource));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made;
  }

  private Answer binding(String spec) {
    Answer made = client.post(BINDINGS, bindingBody(spec));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made;
  }

  private static String policyBody(String spec, String resource) {
    return json(
        "{'metadata':{'name':'p'},'spec':{'matchConstraints':{'resourceRules':[{'apiGroups':[''],"
            + "'apiVersions':['v1'],'operations':['*'],'resources':['"
            + resource
            + "']}]},"
            + spec
            + "}}");
  }

  private static String bindingBody(String spec) {
    return json("{'metadata':{'name':'b'},'spec':{'policyName':'p'," + spec + "}}");
  }

  /** Texts in single quotes, so that there are less backslashes; inner double ones are escaped. */
  private static String json(String text) {
    return text.replace("\"", "\\\"").replace('\'', '"');
  }
}
