package dev.picket.lab.contract;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** All cases, in the order of their headings. */
final class Contract {

  private static final List<Class<?>> FACTS =
      List.of(
          StorageFacts.class,
          WatchFacts.class,
          SelectorFacts.class,
          ListFacts.class,
          CreateFacts.class,
          UpdateFacts.class,
          JsonPatchFacts.class,
          MergePatchFacts.class,
          StrategicPatchFacts.class,
          ApplyFacts.class,
          DeleteFacts.class,
          NamespaceFacts.class,
          DryRunFacts.class,
          FieldValidationFacts.class,
          StatusSubresourceFacts.class,
          ScaleFacts.class,
          EvictionFacts.class,
          TokenFacts.class,
          DefinitionFacts.class,
          CustomSchemaFacts.class,
          CustomRuleFacts.class,
          CustomVersionFacts.class,
          WebhookFacts.class,
          DiscoveryFacts.class,
          TableFacts.class,
          ProtobufFacts.class,
          PodFacts.class,
          WorkloadFacts.class,
          ServiceFacts.class,
          KindFacts.class,
          RbacFacts.class,
          InputFacts.class);

  private Contract() {}

  static List<ContractCase> cases() {
    return FACTS.stream().flatMap(each -> cases(each).stream()).toList();
  }

  private static List<ContractCase> cases(Class<?> facts) {
    String heading = facts.getAnnotation(Heading.class).value();
    return Arrays.stream(facts.getDeclaredMethods())
        .filter(each -> each.isAnnotationPresent(Fact.class))
        .sorted(Comparator.comparing(Method::getName))
        .map(each -> ContractCase.of(heading, each))
        .toList();
  }
}
