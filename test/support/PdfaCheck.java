import java.io.BufferedReader;
import java.io.File;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ProfileDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads paths of PDF files from standard input, one a line, and answers each with one line of tabs: "valid" or
 * "invalid" or "unreadable", the number of checks, and the rules that failed. The flavour is the
 * first argument, or stands before the path with a tab between them.
 * The profile is read with the JDK's own XML parser, because the engine's own way needs a library that it lacks.
 */
public class PdfaCheck {
  public static void main(String[] args) throws Exception {
    LogManager.getLogManager().reset();
    PrintStream out = System.out;
    System.setOut(System.err);
    VeraGreenfieldFoundryProvider.initialise();
    Map<String, ValidationProfile> profiles = new HashMap<>();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String path = in.readLine(); path != null; path = in.readLine()) {
      String[] parts = path.split("\t", 2);
      String name = parts.length == 2 ? parts[0] : args[0];
      PDFAFlavour flavour = PDFAFlavour.fromString(name);
      if (!profiles.containsKey(name)) profiles.put(name, load(flavour));
      out.println(check(parts[parts.length - 1], flavour, profiles.get(name)));
      out.flush();
    }
  }

  private static String check(String path, PDFAFlavour flavour, ValidationProfile profile) {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 1, false, false, false)) {
      ValidationResult result = validator.validate(parser);
      Set<String> failed = new TreeSet<>();
      for (TestAssertion one : result.getTestAssertions()) {
        failed.add(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber());
      }
      String verdict = result.isCompliant() ? "valid" : "invalid";
      return verdict + "\t" + result.getTotalAssertions() + "\t" + String.join(" ", failed);
    } catch (Exception | StackOverflowError error) {
      return "unreadable\t0\t" + error.getClass().getSimpleName();
    }
  }

  private static ValidationProfile load(PDFAFlavour flavour) throws Exception {
    String id = flavour.getId().toUpperCase();
    String file = id.startsWith("UA") ? "PDFUA-" + id.substring(2) : "PDFA-" + id;
    String name = "/org/verapdf/pdfa/validation/" + file + ".xml";
    try (InputStream stream = PdfaCheck.class.getResourceAsStream(name)) {
      Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
      Set<Rule> rules = new HashSet<>();
      for (Element rule : all(root, "rule")) rules.add(ruleOf(rule, flavour));
      Set<Variable> variables = new HashSet<>();
      for (Element one : all(root, "variable")) {
        String initial = text(one, "defaultValue");
        variables.add(Profiles.variableFromValues(one.getAttribute("name"), one.getAttribute("object"), initial, text(one, "value")));
      }
      ProfileDetails details = Profiles.profileDetailsFromValues(name, name, "", new Date(0));
      return Profiles.profileFromValues(flavour, details, "", rules, variables);
    }
  }

  private static Rule ruleOf(Element rule, PDFAFlavour flavour) {
    Element id = all(rule, "id").get(0);
    int test = Integer.parseInt(id.getAttribute("testNumber"));
    RuleId ruleId = Profiles.ruleIdFromValues(flavour.getPart(), id.getAttribute("clause"), test);
    Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
    var error = Profiles.errorFromValues(text(rule, "message"), new ArrayList<ErrorArgument>());
    String object = rule.getAttribute("object");
    String tags = rule.getAttribute("tags");
    return Profiles.ruleFromValues(
        ruleId, object, deferred, tags, text(rule, "description"), text(rule, "test"), error, new ArrayList<Reference>());
  }

  private static List<Element> all(Element parent, String tag) {
    NodeList found = parent.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int at = 0; at < found.getLength(); at++) elements.add((Element) found.item(at));
    return elements;
  }

  private static String text(Element parent, String tag) {
    List<Element> found = all(parent, tag);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }
}
