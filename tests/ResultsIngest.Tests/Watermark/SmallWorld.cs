namespace Gatehouse.ResultsIngest.Tests;

/// <summary>
/// A broker, replicas and rounds of the watermark in memory, one step at a time and in any order, by the ledger and
/// the decision of the service itself. What is on its way stays so until it is read; a connection that the broker has
/// closed may be taken for a good one by its replica for as long as it likes; whoever is frozen does nothing and is
/// not missed.
/// </summary>
internal sealed class SmallWorld(int seed)
{
    private const int Prefetch = 3;
    private static readonly string[] Queues = ["results", "updates"];
    private readonly Random chance = new(seed);
    private readonly Dictionary<string, List<Message>> ready = Queues.ToDictionary(q => q, _ => new List<Message>());
    private readonly List<Connection> consuming = [];
    private readonly List<Replica> replicas = [];
    private readonly HashSet<(long Round, string Queue, Replica Replica)> answers = [];
    private readonly List<Message> sent = [];
    private long clock;
    private long round;
    private long looked;
    private DriverStep? driver;

    /// <summary>How often the watermark was moved.</summary>
    public int Moves { get; private set; }

    /// <summary>What the watermark has passed although it was not recorded. There must be none.</summary>
    public int Lost { get; private set; }

    /// <summary>One thing happens: work, or, in some worlds often and in others seldom, trouble.</summary>
    public void Step()
    {
        clock++;
        if (chance.Next(10 << (seed % 6)) == 0)
        {
            Trouble();
        }
        else
        {
            Work();
        }
    }

    /// <summary>
    /// All that was out of order is put in order, and everything goes its way: the watermark has to move then.
    /// </summary>
    public void ComeToRest()
    {
        consuming.Where(c => c.Owner is null).ToList().ForEach(Close);
        Start();
        foreach (var replica in replicas)
        {
            replica.Thaw();
            replica.Notice(this);
        }

        for (var (turn, moved) = (0, Moves); turn < 300 && Moves == moved; turn++)
        {
            clock++;
            // After a while it waits no longer for whoever did not answer: one had not seen yet for how long its
            // connection has lasted.
            driver = turn % 50 == 0 ? null : driver;
            foreach (var replica in replicas)
            {
                replica.See(this);
                replica.Read(this);
                replica.Record(this);
                replica.Answer(this);
            }

            Drive();
        }
    }

    private void Work()
    {
        switch (chance.Next(20))
        {
            case < 1: Publish(); break;
            case < 6: Live()?.Read(this); break;
            case < 11: Live()?.Record(this); break;
            case < 13: Live()?.See(this); break;
            case < 16: Live()?.Answer(this); break;
            case < 17: Live()?.Notice(this); break;
            default: Drive(); break;
        }
    }

    private void Trouble()
    {
        switch (chance.Next(16))
        {
            case < 4: Live()?.Fail(this); break;
            case < 5: Kill(); break;
            case < 7: Start(); break;
            case < 8: Any(replicas)?.Freeze(); break;
            case < 11: Any(replicas)?.Thaw(); break;
            case < 13: Close(Any(consuming.Where(c => c.Owner is not null))); break;
            case < 14: Foreigner(); break;
            default: Close(Any(consuming.Where(c => c.Owner is null))); break;
        }
    }

    private void Publish()
    {
        var message = new Message(clock);
        sent.Add(message);
        var queue = Any(Queues)!;
        ready[queue].Add(message);
        HandOut(queue);
    }

    // As a quorum queue does: at once, to anybody who may have one more.
    private void HandOut(string queue)
    {
        while (ready[queue].Count > 0
            && Any(consuming.Where(c => c.Queue == queue && c.Unacknowledged.Count < Prefetch)) is { } connection)
        {
            connection.HandOut(ready[queue][0]);
            ready[queue].RemoveAt(0);
        }
    }

    private void Close(Connection? connection)
    {
        if (connection is not null && consuming.Remove(connection))
        {
            ready[connection.Queue].AddRange(connection.Unacknowledged.Values);
            HandOut(connection.Queue);
        }
    }

    private void Foreigner()
    {
        var queue = Any(Queues)!;
        consuming.Add(new Connection(queue, null));
        HandOut(queue);
    }

    private void Start()
    {
        if (replicas.Count < 3)
        {
            var replica = new Replica();
            replicas.Add(replica);
            replica.Notice(this);
        }
    }

    private void Kill()
    {
        if (Any(replicas) is { } killed)
        {
            replicas.Remove(killed);
            consuming.Where(c => c.Owner == killed).ToList().ForEach(Close);
        }
    }

    /// <summary>
    /// A round goes on by one step, or another begins, whoever drives it; the one before is left where it was.
    /// </summary>
    private void Drive()
    {
        if (driver is null || chance.Next(60) == 0)
        {
            driver = new DriverStep(++round, clock, []);
            return;
        }

        var (number, began, looks) = driver;
        if (looks.Count < Queues.Length)
        {
            var queue = Queues[looks.Count];
            // A broker that cannot ask the queue's leader says that there is nothing and nobody.
            looks.Add(chance.Next(30) == 0
                ? new QueueLook(queue, 0, 0)
                : new QueueLook(queue, ready[queue].Count, consuming.Count(c => c.Queue == queue)));
            return;
        }

        var judged = new Round(number, DateTimeOffset.UnixEpoch.AddSeconds(began), looks);
        if (judged.Hopeless().Count > 0)
        {
            driver = null;
        }
        else if (looked < number)
        {
            looked = number;
        }
        else if (judged.Against(AnswersTo(number)).Count == 0)
        {
            Moves++;
            Lost += sent.Count(m => m.At < began && !m.Recorded);
            driver = null;
        }
    }

    private Dictionary<string, long> AnswersTo(long number) =>
        Queues.ToDictionary(q => q, q => (long)answers.Count(a => a.Round == number && a.Queue == q));

    private Replica? Live() => Any(replicas.Where(r => !r.Frozen));

    private T? Any<T>(IEnumerable<T> among) where T : class
    {
        var all = among.ToList();
        return all.Count == 0 ? null : all[chance.Next(all.Count)];
    }

    private sealed class Message(long at)
    {
        public long At => at;

        public bool Recorded { get; set; }
    }

    private sealed record DriverStep(long Number, long Began, List<QueueLook> Looks);

    /// <summary>
    /// A channel by which a queue is consumed: by a replica, or by a stranger, who keeps what he gets.
    /// </summary>
    private sealed class Connection(string queue, Replica? owner)
    {
        private ulong last;

        public string Queue => queue;

        public Replica? Owner => owner;

        public Ledger Ledger { get; } = new();

        public SortedDictionary<ulong, Message> Unacknowledged { get; } = [];

        /// <summary>What the broker has sent and the replica not read; a probe is no message, and of a round.</summary>
        public Queue<(ulong Number, Message? Message, long Round)> OnTheWay { get; } = new();

        public List<(ulong Number, Message Message)> UnderWay { get; } = [];

        public void HandOut(Message message)
        {
            Unacknowledged.Add(++last, message);
            OnTheWay.Enqueue((last, message, 0));
        }

        public void Probe(long round) => OnTheWay.Enqueue((++last, null, round));
    }

    private sealed class Replica
    {
        private readonly Dictionary<string, Connection> mine = [];
        private List<(Ledger Ledger, long Stretch)>? seeing;
        private long answering;
        private Dictionary<Connection, (long Stretch, ulong? Number)> asked = [];

        public bool Frozen { get; private set; }

        public void Freeze() => Frozen = true;

        public void Thaw() => Frozen = false;

        /// <summary>Finds which connections are gone, and opens others.</summary>
        public void Notice(SmallWorld world)
        {
            foreach (var queue in Queues.Where(q => !mine.TryGetValue(q, out var c) || !world.consuming.Contains(c)))
            {
                if (mine.TryGetValue(queue, out var gone))
                {
                    gone.Ledger.End();
                }

                mine[queue] = new Connection(queue, this);
                world.consuming.Add(mine[queue]);
                world.HandOut(queue);
            }
        }

        public void Read(SmallWorld world)
        {
            if (world.Any(mine.Values.Where(c => c.OnTheWay.Count > 0)) is not { } connection)
            {
                return;
            }

            var (number, message, round) = connection.OnTheWay.Dequeue();
            if (message is not null)
            {
                connection.UnderWay.Add((number, message));
            }
            else
            {
                connection.Ledger.Settled(number);
                if (round == answering && asked.TryGetValue(connection, out var ask))
                {
                    asked[connection] = (ask.Stretch, number);
                }
            }
        }

        public void Record(SmallWorld world) => Settle(world, (connection, number, message) =>
        {
            message.Recorded = true;
            connection.Ledger.Settled(number);
            if (world.consuming.Contains(connection))
            {
                connection.Unacknowledged.Remove(number);
            }
        });

        public void Fail(SmallWorld world) => Settle(world, (connection, number, message) =>
        {
            connection.Ledger.Returned(number);
            if (world.consuming.Contains(connection) && connection.Unacknowledged.Remove(number))
            {
                world.ready[connection.Queue].Add(message);
            }
        });

        /// <summary>Takes stretches, and in another step the newest round's number.</summary>
        public void See(SmallWorld world)
        {
            if (seeing is null)
            {
                seeing = [.. mine.Values.Select(c => (c.Ledger, c.Ledger.Stretch))];
                return;
            }

            seeing.ForEach(s => s.Ledger.WasLasting(s.Stretch, world.round));
            seeing = null;
        }

        /// <summary>Goes on with its answer to the newest round, or begins one.</summary>
        public void Answer(SmallWorld world)
        {
            if (answering != world.looked)
            {
                answering = world.looked;
                asked = [];
                foreach (var connection in mine.Values.Where(world.consuming.Contains))
                {
                    if (connection.Ledger.LastedSinceBefore(answering) is { } stretch)
                    {
                        asked.Add(connection, (stretch, null));
                        connection.Probe(answering);
                    }
                }

                return;
            }

            foreach (var (connection, (stretch, number)) in asked)
            {
                if (number is { } asking && IsRecorded(connection.Ledger, asking, stretch))
                {
                    world.answers.Add((answering, connection.Queue, this));
                }
            }
        }

        private void Settle(SmallWorld world, Action<Connection, ulong, Message> settle)
        {
            if (world.Any(mine.Values.Where(c => c.UnderWay.Count > 0)) is { } connection)
            {
                var place = world.chance.Next(connection.UnderWay.Count);
                var (number, message) = connection.UnderWay[place];
                connection.UnderWay.RemoveAt(place);
                settle(connection, number, message);
                world.HandOut(connection.Queue);
            }
        }

        // Asked anew each time, and given up at once: nothing here waits.
        private static bool IsRecorded(Ledger ledger, ulong number, long stretch)
        {
            var answer = ledger.RecordedBeforeAsync(number, stretch, new CancellationToken(true));
            return answer.IsCompletedSuccessfully && answer.Result;
        }
    }
}
