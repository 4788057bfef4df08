package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rules M: any history, compared step by step with a model that keeps everything in lists. */
abstract class ModelRules extends Rules {
  private static final int STEPS = 120;

  ModelRules(BackendProvider provider) {
    super(provider);
  }

  @Test
  void m1_any_history_of_commits_and_reopenings_is_answered_as_the_model_answers_it() throws Exception {
    runHistories(this::history);
  }

  private void history(int number, SplittableRandom random) {
    Model model = new Model();
    History history = new History(random);
    Backend backend = openHistory(number);
    for (int step = 0; step < STEPS; step++) {
      String where = "history " + number + ", step " + step;
      if (random.nextInt(20) == 0) {
        backend.close();
        backend = openHistory(number);
      }
      List<Commit> list = history.batch(model, backend);
      List<CommitResult> results = backend.commit(list);
      assertEquals(list.size(), results.size(), where);
      for (int at = 0; at < list.size(); at++) {
        assertEquals(model.commit(list.get(at), backend, results.get(at)), results.get(at), where);
      }
      if (random.nextInt(6) == 0) {
        model.compare(backend, where);
      }
    }
    model.compare(backend, "the end of history " + number);
    backend.close();
  }
}
