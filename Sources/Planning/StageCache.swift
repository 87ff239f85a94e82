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
  private let worlds = Mutex<[String: DemandWorld]>([:])
  private let plans = Mutex<[String: Slot]>([:])
  private let taken = Mutex<Int>(0)

  /// Makes a cache without stages.
  public init() {}

  /// How many stages were taken and not worked out again.
  public var reuses: Int { taken.withLock { $0 } }

  func claims(_ key: String) -> ClaimsBasis? { found(claims.withLock { $0[key] }) }
  func keep(_ basis: ClaimsBasis, _ key: String) { claims.withLock { $0[key] = basis } }
  func world(_ key: String) -> DemandWorld? { found(worlds.withLock { $0[key] }) }
  func keep(_ world: DemandWorld, _ key: String) { worlds.withLock { $0[key] = world } }

  /// One alternative, made once: whoever asks meanwhile waits for it.
  private final class Slot: Sendable {
    let plan = Mutex<PlannedAlternative?>(nil)
  }

  /// An alternative that is known, or made now.
  func plan(
    _ key: String, make: () throws -> PlannedAlternative
  ) throws -> PlannedAlternative {
    let slot = plans.withLock { slots in
      let slot = slots[key] ?? Slot()
      slots[key] = slot
      return slot
    }
    return try slot.plan.withLock { known throws -> PlannedAlternative in
      if let found = found(known) { return found }
      let made = try make()
      known = made
      return made
    }
  }

  private func found<Value>(_ value: Value?) -> Value? {
    if value != nil { taken.withLock { $0 += 1 } }
    return value
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
