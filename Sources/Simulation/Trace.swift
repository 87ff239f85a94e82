/// Something that happened to a contact or a pool in one replication.
public struct TraceEvent: Equatable, Sendable, CustomStringConvertible {
  /// What happened.
  public enum Kind: String, Sendable {
    /// Arrived and was let in.
    case arrived
    /// Arrived while the queue was closed.
    case closed
    /// Turned away because no waiting place was free.
    case blocked
    /// Joined the line of a step.
    case waits
    /// An agent began a step.
    case started
    /// A step ended.
    case finished
    /// The last step ended.
    case completed
    /// Hung up while waiting.
    case abandoned
    /// Put back into line by an agent whose shift ended.
    case setAside
    /// Accepted to be called back and keeps the place in line.
    case acceptsCallback
    /// An outside wait before the next step began.
    case waitsOutside
    /// Left for good between two steps.
    case droppedOut
    /// An outbound attempt was in vain, and another will follow.
    case triesAgainLater
    /// Given up after the last outbound attempt.
    case unreached
    /// The number of agents of a pool changed; `count` is the new one.
    case staffed
  }

  /// When it happened, in seconds.
  public var time: Double
  /// What happened.
  public var kind: Kind
  /// The contact: queue, interval and number of its first arrival, and the try (`calls/12.3+1`);
  /// empty for a change of staff.
  public var contact: String
  /// The name of the step, when one is concerned.
  public var step: String
  /// The name of the pool, when one is concerned.
  public var pool: String
  /// The number of agents after a change of staff; otherwise 0.
  public var count: Int

  /// One line of tab-separated fields: time, kind, contact, step, pool, count.
  public var description: String {
    "\(time)\t\(kind.rawValue)\t\(contact)\t\(step)\t\(pool)\t\(kind == .staffed ? "\(count)" : "")"
  }
}

/// Runs one replication and hands over every event in the order of time.
///
/// The draws and decisions are those of the same replication in
/// ``simulate(_:seed:replications:threads:progress:)``: a contact in a trace is one that was
/// counted.
///
/// - Parameters:
///   - model: The operation.
///   - seed: The seed of the run.
///   - replication: The replication to follow, counted from 0.
///   - write: Called with each event; what it throws ends the run.
/// - Throws: ``SimulationError`` when the model is not valid, or what `write` throws.
/// - Complexity: As one replication, and one call per event.
public func trace(
  _ model: SimulationModel, seed: UInt64, replication: Int = 0,
  write: (TraceEvent) throws -> Void
) throws {
  guard (0..<100_000_000).contains(replication) else {
    throw SimulationError(
      code: .outOfRange, field: "replication", problem: "found \(replication)",
      remedy: "Give 0 to 99999999")
  }
  try model.validate()
  var engine = Engine(
    CompiledModel(model, hangUpsAreEvents: true), seed: seed, replication: UInt32(replication))
  engine.recorded = []
  try engine.runTraced(write)
}

extension Engine {
  /// Notes an event of a contact when a trace is wanted.
  @inline(never)
  mutating func record(_ kind: TraceEvent.Kind, _ slot: Int32, pool: Int32 = -1) {
    let contact = contacts[Int(slot)]
    let queue = model.model.queues[Int(contact.queue)]
    let again = contact.attempt > 0 ? "+\(contact.attempt)" : ""
    let feed = contact.number >> 24
    let origin = feed > 0 ? "~\(feed)" : ""
    let number = feed > 0 ? contact.number & 0x00FF_FFFF : contact.number
    recorded?.append(
      TraceEvent(
        time: now, kind: kind,
        contact: "\(queue.name)/\(contact.interval).\(number)\(origin)\(again)",
        step: queue.steps[Int(contact.step)].name,
        pool: pool >= 0 ? model.model.pools[Int(pool)].name : "", count: 0))
  }

  mutating func recordStaff(_ pool: Int, from before: Int32) {
    guard staffed[pool] != before else { return }
    recorded?.append(
      TraceEvent(
        time: now, kind: .staffed, contact: "", step: "", pool: model.model.pools[pool].name,
        count: Int(staffed[pool])))
  }
}
