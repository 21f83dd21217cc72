import org.apache.solr.embedded.JettyConfig;
import org.apache.solr.embedded.JettySolrRunner;

/** Serves the Solr home given as first argument on the port given as second, until killed. */
public class Run {
  public static void main(String[] arguments) throws Exception {
    JettyConfig config = JettyConfig.builder().setPort(Integer.parseInt(arguments[1])).build();
    JettySolrRunner runner = new JettySolrRunner(arguments[0], config);
    runner.start();
    System.out.println("Solr answers at " + runner.getBaseUrl() + "/ckan");
    Thread.currentThread().join();
  }
}
