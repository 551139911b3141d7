import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Checks PDF files against profiles of veraPDF: {@code VeraCheck ua1,2a letter.pdf ...}.
 *
 * <p>Prints a line for each file and profile, and below it each rule that failed, how often, and where
 * first. Ends with 0 if all files conform, 1 if one does not, 2 if one could not be read.
 */
public final class VeraCheck {
  private VeraCheck() {}

  public static void main(String[] arguments) {
    if (arguments.length < 2) {
      System.err.println("usage: VeraCheck PROFILE[,PROFILE] FILE...");
      System.exit(2);
    }
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    int worst = 0;
    for (int index = 1; index < arguments.length; index++) {
      for (String profile : arguments[0].split(",")) {
        worst = Math.max(worst, check(new File(arguments[index]), profile));
      }
    }
    System.exit(worst);
  }

  private static int check(File file, String profile) {
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(profile);
    if (flavour == PDFAFlavour.NO_FLAVOUR) {
      System.out.println("ERROR " + profile + ": no such profile");
      return 2;
    }
    try (VeraPDFFoundry foundry = Foundries.defaultInstance();
        PDFAParser parser = foundry.createParser(file, flavour);
        PDFAValidator validator = foundry.createValidator(flavour, false)) {
      return report(validator.validate(parser), file, profile);
    } catch (Exception problem) {
      System.out.println("ERROR " + profile + " " + file + ": " + problem);
      return 2;
    }
  }

  private static int report(ValidationResult result, File file, String profile) {
    String verdict = result.isCompliant() ? "PASS" : "FAIL";
    System.out.printf("%s %s %s (%d checks)%n", verdict, profile, file, result.getTotalAssertions());
    Map<String, TestAssertion> first = new LinkedHashMap<>();
    Map<String, Integer> count = new LinkedHashMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
        first.putIfAbsent(rule, assertion);
        count.merge(rule, 1, Integer::sum);
      }
    }
    first.forEach(
        (rule, assertion) -> {
          String message = assertion.getMessage().replaceAll("\\s+", " ");
          System.out.println("  " + rule + ", " + count.get(rule) + " times: " + message);
          System.out.println("    first at " + assertion.getLocation().getContext());
        });
    return result.isCompliant() ? 0 : 1;
  }
}
