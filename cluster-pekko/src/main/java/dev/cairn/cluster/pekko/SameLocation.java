package dev.cairn.cluster.pekko;

import com.typesafe.config.Config;
import java.util.List;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import org.apache.pekko.cluster.Valid;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Lets only processes of one cluster, one location and one number of slices join each other. */
public final class SameLocation extends JoinConfigCompatChecker {
  static final String CLUSTER = "cairn.cluster.name";
  static final String LOCATION = "cairn.cluster.location";
  static final String SLICES = "cairn.cluster.slices";
  private static final List<String> KEYS = List.of(CLUSTER, LOCATION, SLICES);

  /** Made by Pekko. */
  public SameLocation() {}

  @Override
  public Seq<String> requiredKeys() {
    return CollectionConverters.asScala(KEYS).toList();
  }

  @Override
  public ConfigValidation check(Config other, Config own) {
    List<String> different = KEYS.stream().filter(key -> !value(other, key).equals(value(own, key))).toList();
    return different.isEmpty() ? Valid.getInstance()
        : new Invalid(CollectionConverters.asScala(different).toList());
  }

  private static String value(Config config, String key) {
    return config.hasPath(key) ? config.getValue(key).unwrapped().toString() : "";
  }
}
