package kit.interop;

import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.cloud.servicebroker.model.catalog.Catalog;
import org.springframework.cloud.servicebroker.model.catalog.MethodSchema;
import org.springframework.cloud.servicebroker.model.catalog.Plan;
import org.springframework.cloud.servicebroker.model.catalog.Schemas;
import org.springframework.cloud.servicebroker.model.catalog.ServiceBindingSchema;
import org.springframework.cloud.servicebroker.model.catalog.ServiceDefinition;
import org.springframework.cloud.servicebroker.model.catalog.ServiceInstanceSchema;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;

/** A small key-value broker on Spring Cloud Open Service Broker, run against the conformance tester. */
@SpringBootApplication
public class BrokerApplication {

  static final String STORE = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6c1001";
  static final String SMALL = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6c1011";
  static final String LARGE = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6c1012";
  static final String SLOW = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6c1013";
  static final String AUDIT = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6c2001";
  static final String AUDIT_PLAN = "8a6f1d3e-52a8-4b0f-9a55-0d0c7c6c2011";

  public static void main(String[] arguments) {
    SpringApplication.run(BrokerApplication.class, arguments);
  }

  @Bean
  SecurityFilterChain platformOnly(HttpSecurity http) throws Exception {
    return http.csrf(csrf -> csrf.disable())
        .authorizeHttpRequests(requests -> requests.anyRequest().hasRole("PLATFORM"))
        .httpBasic(Customizer.withDefaults())
        .build();
  }

  /** The user of the configuration, without the costly hashing at every request of the default. */
  @Bean
  UserDetailsService platform(SecurityProperties properties) {
    SecurityProperties.User platform = properties.getUser();
    return name -> {
      if (!name.equals(platform.getName())) {
        throw new UsernameNotFoundException(name);
      }
      return User.withUsername(name).password("{noop}" + platform.getPassword()).roles("PLATFORM").build();
    };
  }

  @Bean
  Catalog catalog() {
    return Catalog.builder()
        .serviceDefinitions(
            ServiceDefinition.builder()
                .id(STORE)
                .name("spring-store")
                .description("A key-value store")
                .bindable(true)
                .planUpdateable(true)
                .instancesRetrievable(true)
                .bindingsRetrievable(true)
                .plans(
                    storePlan(SMALL, "small", "A small store").build(),
                    storePlan(LARGE, "large", "A large store").build(),
                    storePlan(SLOW, "slow", "A store that takes a moment to make")
                        .planUpdateable(false)
                        .maximumPollingDuration(60)
                        .build())
                .build(),
            ServiceDefinition.builder()
                .id(AUDIT)
                .name("spring-audit")
                .description("An audit trail without bindings")
                .bindable(false)
                .instancesRetrievable(true)
                .plans(Plan.builder().id(AUDIT_PLAN).name("standard").description("The only plan").build())
                .build())
        .build();
  }

  private static Plan.PlanBuilder storePlan(String id, String name, String description) {
    MethodSchema size = objectOf("size", Map.of("type", "integer", "minimum", 1, "maximum", 10));
    MethodSchema role = objectOf("role", Map.of("type", "string", "enum", List.of("reader", "writer")));
    return Plan.builder()
        .id(id)
        .name(name)
        .description(description)
        .schemas(
            Schemas.builder()
                .serviceInstanceSchema(
                    ServiceInstanceSchema.builder().createMethodSchema(size).updateMethodSchema(size).build())
                .serviceBindingSchema(ServiceBindingSchema.builder().createMethodSchema(role).build())
                .build());
  }

  private static MethodSchema objectOf(String name, Map<String, Object> rule) {
    return MethodSchema.builder()
        .parameters(
            Map.of(
                "$schema", "http://json-schema.org/draft-04/schema#",
                "type", "object",
                "additionalProperties", false,
                "properties", Map.of(name, rule)))
        .build();
  }
}
