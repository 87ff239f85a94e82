import Demand
import Results
import Scenarios
import Synchronization

/// Stages that runs of like specs share: claims, and everything that follows from the work alone.
///
/// A run takes a stage from here when all that it depends on is the same, and leaves what it worked out. The
/// results are those of runs without it.
public final class StageCache: Sendable {
  private let claims = Mutex<[String: ClaimsBasis]>([:])
  private let worlds = OnceTable<DemandWorld>()
  private let plans = OnceTable<PlannedAlternative>()
  private let taken = Mutex<Int>(0)

  /// Makes a cache without stages.
  public init() {}

  /// How many stages were taken and not worked out again.
  public var reuses: Int { taken.withLock { $0 } }

  func claims(_ key: String) -> ClaimsBasis? {
    let known = claims.withLock { $0[key] }
    if known != nil { taken.withLock { $0 += 1 } }
    return known
  }
  func keep(_ basis: ClaimsBasis, _ key: String) { claims.withLock { $0[key] = basis } }

  /// The demand side of some work that is known, or made now.
  func world(_ key: String, make: () throws -> DemandWorld) throws -> DemandWorld {
    try counted(worlds.value(key, make: make))
  }
  /// Keeps more of what is known of some work.
  func keep(_ world: DemandWorld, _ key: String) { worlds.keep(world, key) }

  /// An alternative that is known, or made now.
  func plan(_ key: String, make: () throws -> PlannedAlternative) throws -> PlannedAlternative {
    try counted(plans.value(key, make: make))
  }

  private func counted<Value>(_ found: (value: Value, wasKnown: Bool)) -> Value {
    if found.wasKnown { taken.withLock { $0 += 1 } }
    return found.value
  }
}

/// Values that are made once: whoever asks for one meanwhile waits for it.
private final class OnceTable<Value: Sendable>: Sendable {
  private final class Slot: Sendable {
    let value = Mutex<Value?>(nil)
  }
  private let slots = Mutex<[String: Slot]>([:])

  func value(_ key: String, make: () throws -> Value) throws -> (value: Value, wasKnown: Bool) {
    try slot(key).value.withLock { known throws -> (value: Value, wasKnown: Bool) in
      if let known { return (known, true) }
      let made = try make()
      known = made
      return (made, false)
    }
  }

  func keep(_ value: Value, _ key: String) { slot(key).value.withLock { $0 = value } }

  private func slot(_ key: String) -> Slot {
    slots.withLock { slots in
      let slot = slots[key] ?? Slot()
      slots[key] = slot
      return slot
    }
  }
}

/// A finished alternative with the factors on the requirement for which it was planned.
typealias PlannedAlternative = (result: AlternativeResult, raises: [[Double]]?)

extension Scenario {
  /// What the claims depend on, beside the files' content.
  var claimsKey: String {
    guard let calendar else { return "" }
    return "\(String(describing: claims)) \(calendar.start) \(calendar.zone.name)"
  }

  /// What demand, forecast and requirement of an alternative depend on, beside the files' content.
  func workKey(_ alternative: AlternativeSpec) -> String {
    guard let calendar else { return "" }
    let holidays = calendar.holidays.map { "\($0.key) \($0.value)" }.sorted()
    return [
      claimsKey, "\(calendar.end) \(calendar.intervalSeconds)", holidays.joined(separator: ","),
      "\(uncertainty) \(seed) \(ScenarioRun.decisionLead(alternative.pools))",
      alternative.workDigest,
    ].joined(separator: "\n")
  }

  /// What a whole alternative depends on, beside the files' content.
  func planKey(_ alternative: AlternativeSpec) -> String {
    [
      workKey(alternative), alternative.peopleDigest, alternative.name, alternative.plan.rawValue,
    ].joined(separator: "\n")
  }
}
