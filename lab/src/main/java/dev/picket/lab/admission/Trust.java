package dev.picket.lab.admission;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Which servers a webhook's certificates make trustworthy. */
final class Trust {

  private static final int DNS_NAME = 2;

  private Trust() {}

  /**
   * A context that trusts a bundle.
   *
   * @param bundle certificates in PEM; empty for those that Java trusts
   * @param service the name that the certificate must be for instead of the address; empty for the
   *     address itself
   */
  static SSLContext context(byte[] bundle, String service)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(bundle.length == 0 ? null : store(bundle));
    TrustManager[] managers = factory.getTrustManagers();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, service.isEmpty() ? managers : named(managers, service), null);
    return context;
  }

  private static KeyStore store(byte[] bundle) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int index = 0;
    for (Certificate each :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bundle))) {
      store.setCertificateEntry("authority-" + index++, each);
    }
    if (index == 0) {
      throw new CertificateException("unable to load root certificates: no certificate in it");
    }
    return store;
  }

  private static TrustManager[] named(TrustManager[] managers, String service) {
    for (TrustManager each : managers) {
      if (each instanceof X509TrustManager chains) {
        return new TrustManager[] {new Named(chains, service)};
      }
    }
    throw new IllegalStateException("this Java has no trust manager for X.509");
  }

  /**
   * Requires that a certificate is for a service, which is reached at an address that the
   * certificate does not name.
   */
  private static final class Named extends X509ExtendedTrustManager {

    private final X509TrustManager chains;
    private final String service;

    Named(X509TrustManager chains, String service) {
      this.chains = chains;
      this.service = service;
    }

    private void check(X509Certificate[] chain, String type) throws CertificateException {
      chains.checkServerTrusted(chain, type);
      Collection<List<?>> names = chain[0].getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> each : names) {
          if (each.get(0).equals(DNS_NAME) && covers(String.valueOf(each.get(1)))) {
            return;
          }
        }
      }
      throw new CertificateException("certificate is not valid for " + service);
    }

    private boolean covers(String name) {
      return name.equalsIgnoreCase(service)
          || (name.startsWith("*.")
              && name.substring(1).equalsIgnoreCase(service.substring(service.indexOf('.'))));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
        throws CertificateException {
      check(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
        throws CertificateException {
      check(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("no client is trusted here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
        throws CertificateException {
      throw new CertificateException("no client is trusted here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("no client is trusted here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return chains.getAcceptedIssuers();
    }
  }
}
