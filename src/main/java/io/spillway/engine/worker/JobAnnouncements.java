package io.spillway.engine.worker;

import io.spillway.engine.grid.Membership;
import io.spillway.engine.job.JobDepth;
import io.spillway.engine.job.JobIndex;
import io.spillway.engine.job.JobPolls;
import io.spillway.engine.routing.MemberRequests;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other members which types of jobs this node has, and hears theirs: at once when jobs
 * get ready, else once a second if something has changed, and now and then anyway. Thread-safe.
 */
public final class JobAnnouncements implements JobPeers {
  private static final Logger LOG = LoggerFactory.getLogger(JobAnnouncements.class);
  private static final String ANNOUNCED = "spillway.jobs.announced.";
  private static final String FIND = "spillway.jobs.find.";
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final long TICK_MILLIS = 1_000;

  /** Ticks after which what has not changed is announced again. */
  private static final int REPEATED = 10;

  /** What gets ready in the meantime is announced together: at most 50 messages a second. */
  private static final long GATHER_MILLIS = 20;

  private static final int MAX_NEWS = 100_000;

  private final Vertx vertx;
  private final MemberRequests requests;
  private final Membership membership;
  private final JobIndex index;
  private final JobPolls polls;
  private final Map<String, Map<String, JobTypeState>> byMember = new ConcurrentHashMap<>();
  private final Map<String, Integer> news = new HashMap<>();
  private volatile Listener listener = (type, more) -> {};
  private Set<String> told = Set.of();
  private Buffer last = Buffer.buffer();
  private int ticks;
  private volatile boolean closed;

  public JobAnnouncements(
      Vertx vertx, MemberRequests requests, Membership membership, JobIndex index, JobPolls polls) {
    this.vertx = vertx;
    this.requests = requests;
    this.membership = membership;
    this.index = index;
    this.polls = polls;
  }

  /** Starts to hear the others, and to tell them; does nothing on a node that runs alone. */
  public Future<Void> start() {
    if (!membership.isShared()) {
      return Future.succeededFuture();
    }
    return requests
        .answer(ANNOUNCED + membership.localNode(), this::onAnnounced)
        .compose(hears -> requests.answer(FIND + membership.localNode(), this::onFind))
        .onSuccess(answers -> vertx.setPeriodic(TICK_MILLIS, tick -> onTick()));
  }

  /** Tells the others nothing more: this node is leaving. */
  public void close() {
    closed = true;
  }

  @Override
  public void onReady(String type, int more) {
    if (!membership.isShared() || closed) {
      return;
    }
    boolean isFirst;
    synchronized (news) {
      isFirst = news.isEmpty();
      news.merge(type, more, (one, other) -> (int) Math.min(MAX_NEWS, (long) one + other));
    }
    if (isFirst) {
      vertx.setTimer(GATHER_MILLIS, gathered -> announceNews());
    }
  }

  private void announceNews() {
    Map<String, Integer> gathered;
    synchronized (news) {
      gathered = Map.copyOf(news);
      news.clear();
    }
    if (closed) {
      return;
    }
    send(others(), announcement(gathered));
  }

  private void onTick() {
    if (closed) {
      return;
    }
    Set<String> others = others();
    byMember.keySet().retainAll(others);
    Buffer now = announcement(Map.of());
    ticks = (ticks + 1) % REPEATED;
    if (ticks == 0 || !others.equals(told) || !now.equals(last)) {
      told = others;
      last = now;
      send(others, now);
    }
  }

  private Set<String> others() {
    Set<String> others = new HashSet<>(membership.nodesWithData());
    others.remove(membership.localNode());
    return others;
  }

  private Buffer announcement(Map<String, Integer> gathered) {
    return JobMessages.announcement(
        membership.localNode(), JobService.statesOf(index, polls), gathered);
  }

  private void send(Set<String> members, Buffer announcement) {
    for (String member : members) {
      requests
          .<Buffer>send(ANNOUNCED + member, announcement, TIMEOUT)
          .onFailure(failure -> LOG.debug("{} was not told of jobs", member, failure));
    }
  }

  private void onAnnounced(Message<Buffer> message) {
    JsonObject said = new JsonObject(message.body());
    message.reply(Buffer.buffer());
    Map<String, JobTypeState> now = JobMessages.types(said);
    boolean isNew = byMember.put(JobMessages.member(said), now) == null;
    now.forEach(
        (type, state) -> {
          if (state.lastPollMillis() > 0) {
            polls.polledElsewhere(type, state.lastPollMillis());
          }
          if (isNew && state.depth().ready() > 0) {
            listener.onReady(type, state.depth().ready());
          }
        });
    if (!isNew) {
      JobMessages.news(said).forEach(listener::onReady);
    }
  }

  private static int readyOf(Map<String, JobTypeState> states, String type) {
    JobTypeState state = states.get(type);
    return (state == null ? JobDepth.NONE : state.depth()).ready();
  }

  private void onFind(Message<Buffer> message) {
    JsonObject asked = new JsonObject(message.body());
    List<String> found =
        index.withReady(
            JobMessages.texts(asked, JobMessages.TYPES),
            JobMessages.texts(asked, JobMessages.SCOPE),
            asked.getInteger(JobMessages.MAX));
    message.reply(new JsonArray(found).toBuffer());
  }

  @Override
  public void listen(Listener listening) {
    listener = listening;
  }

  @Override
  public List<String> withReady(Set<String> types) {
    return byMember.entrySet().stream()
        .filter(entry -> types.stream().anyMatch(type -> readyOf(entry.getValue(), type) > 0))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  @Override
  public Future<List<String>> find(String member, Set<String> types, Set<String> scope, int max) {
    return requests
        .<Buffer>send(FIND + member, JobMessages.find(types, scope, max), TIMEOUT)
        .map(answer -> new JsonArray(answer).stream().map(String::valueOf).toList())
        .otherwise(List.of());
  }

  @Override
  public Collection<JobTypeState> types() {
    return byMember.values().stream().flatMap(states -> states.values().stream()).toList();
  }
}
