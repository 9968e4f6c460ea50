import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.hl7.fhir.common.hapi.validation.support.BaseValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r5.model.CanonicalResource;
import org.hl7.fhir.r5.model.CodeSystem;
import org.hl7.fhir.r5.model.StructureDefinition;
import org.hl7.fhir.r5.model.ValueSet;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

/**
 * Validates files with a FHIR R5 resource a line, offline, and prints what HAPI's validator says:
 * a line of tabs for each message, with file, line, severity, kind, place and text.
 *
 * That a resource has no narrative is not told: it is a best practice, not a rule.
 */
public class ValidateFhir {
    private static final List<String> PACKAGES = List.of(
        "hl7.fhir.r5.core-5.0.0.tgz",
        "hl7.fhir.uv.extensions.r5-1.0.0.tgz",
        "hl7.terminology-5.1.0.tgz"
    );
    private static final Set<String> TYPES = Set.of(
        "ResearchStudy", "Group", "EvidenceVariable", "Organization", "Practitioner",
        "PractitionerRole", "Location", "Resource", "DomainResource"
    );

    /** HL7's definitions, parsed only when they are asked for: parsing all takes half a minute. */
    private static class Definitions extends BaseValidationSupport {
        private final Map<String, byte[]> texts = new TreeMap<>();
        private final Map<String, CanonicalResource> parsed = new HashMap<>();

        Definitions(FhirContext context) throws IOException {
            super(context);
            for (String name : PACKAGES) {
                read("/org/hl7/fhir/r5/packages/" + name);
            }
        }

        private void read(String name) throws IOException {
            try (var packed = new GZIPInputStream(ValidateFhir.class.getResourceAsStream(name), 65536);
                 var files = new TarArchiveInputStream(packed)) {
                for (TarArchiveEntry entry; (entry = files.getNextEntry()) != null; ) {
                    String path = entry.getName();
                    if (path.matches("package/(StructureDefinition|ValueSet|CodeSystem)-[^/]*[.]json")) {
                        texts.putIfAbsent(path.substring(8, path.length() - 5), files.readAllBytes());
                    }
                }
            }
        }

        private <T extends CanonicalResource> T find(Class<T> kind, String url) {
            if (url == null) {
                return null;
            }
            String bare = url.split("[|]")[0];
            String name = kind.getSimpleName() + "-" + bare.substring(bare.lastIndexOf('/') + 1);
            byte[] text = texts.get(name);
            if (text == null) {
                return null;
            }
            CanonicalResource found = parsed.computeIfAbsent(name, ignored -> getFhirContext()
                .newJsonParser().parseResource(kind, new String(text, StandardCharsets.UTF_8)));
            return bare.equals(found.getUrl()) ? kind.cast(found) : null;
        }

        @Override
        public IBaseResource fetchStructureDefinition(String url) {
            return find(StructureDefinition.class, url);
        }

        @Override
        public IBaseResource fetchValueSet(String url) {
            return find(ValueSet.class, url);
        }

        @Override
        public IBaseResource fetchCodeSystem(String url) {
            return find(CodeSystem.class, url);
        }

        @Override
        public boolean isValueSetSupported(ValidationSupportContext context, String url) {
            return fetchValueSet(url) != null;
        }

        @Override
        public boolean isCodeSystemSupported(ValidationSupportContext context, String url) {
            return fetchCodeSystem(url) != null;
        }

        /** The data types, and the resources that are validated. */
        @Override
        @SuppressWarnings("unchecked")
        public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
            Set<String> resources = getFhirContext().getResourceTypes();
            return (List<T>) texts.keySet().stream()
                .filter(name -> name.startsWith("StructureDefinition-"))
                .map(name -> name.substring("StructureDefinition-".length()))
                .filter(name -> TYPES.contains(name) || name.matches("[A-Za-z0-9]+") && !resources.contains(name))
                .map(name -> fetchStructureDefinition("http://hl7.org/fhir/StructureDefinition/" + name))
                .filter(found -> found != null)
                .toList();
        }

        @Override
        public List<IBaseResource> fetchAllConformanceResources() {
            return fetchAllStructureDefinitions();
        }
    }

    public static void main(String[] paths) throws IOException {
        FhirContext context = FhirContext.forR5();
        FhirInstanceValidator instances = new FhirInstanceValidator(new ValidationSupportChain(
            new Definitions(context),
            new InMemoryTerminologyServerValidationSupport(context),
            new CommonCodeSystemsTerminologyService(context)
        ));
        instances.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
        FhirValidator validator = context.newValidator().registerValidatorModule(instances);
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String path : paths) {
            int number = 0;
            for (String line : Files.readAllLines(Path.of(path))) {
                number++;
                for (SingleValidationMessage each : validator.validateWithResult(line).getMessages()) {
                    if (each.getSeverity() != ResultSeverityEnum.INFORMATION) {
                        out.println(String.join("\t", path, String.valueOf(number),
                            each.getSeverity().getCode(), String.valueOf(each.getMessageId()),
                            each.getLocationString(), each.getMessage().replaceAll("\\s", " ")));
                    }
                }
            }
        }
        out.flush();
    }
}
