import RandomStreams

/// How the contacts of a step are divided between its pools, as a contract with an outsourcer says.
public struct AllocationRule: Equatable, Sendable {
  /// What is agreed.
  public enum Kind: Equatable, Sendable {
    /// A share of the contacts, chosen at random on arrival, that only this pool takes.
    ///
    /// What no rule gives away is left to the pools without a fixed share.
    case share(Double)
    /// At most a number of contacts begun in each period of so many intervals.
    case cap(Int, intervals: Int)
  }

  /// The index of the pool, one of the step's eligible pools.
  public var pool: Int
  /// What is agreed.
  public var kind: Kind

  /// Makes a rule.
  ///
  /// - Parameters:
  ///   - pool: The index of the pool.
  ///   - kind: What is agreed.
  public init(pool: Int, kind: Kind) { (self.pool, self.kind) = (pool, kind) }

  /// The fixed share; `nil` for a cap.
  var share: Double? { if case .share(let share) = kind { share } else { nil } }
}

extension StepModel {
  /// The pools with a fixed share and what each takes, in the order of the rules.
  var fixedShares: [(pool: Int, share: Double)] {
    allocation.compactMap { rule in rule.share.map { (rule.pool, $0) } }
  }

  /// The lane of contacts that a pool takes: 0 without a fixed share, else the rule's number from 1.
  ///
  /// `nil` for a pool that helps only after a while: it takes from every lane.
  func lane(of pool: Int) -> Int? {
    guard eligiblePools.contains(pool) else { return nil }
    return (fixedShares.firstIndex { $0.pool == pool } ?? -1) + 1
  }

  func validateAllocation(path: String) throws(SimulationError) {
    var total = 0.0
    for (index, rule) in allocation.enumerated() {
      let field = "\(path).allocation[\(index)]"
      let isAgain = allocation[..<index].contains {
        $0.pool == rule.pool && ($0.share == nil) == (rule.share == nil)
      }
      guard eligiblePools.contains(rule.pool), !isAgain else {
        throw SimulationError(
          code: .unknownReference, field: "\(field).pool", problem: "found pool \(rule.pool)",
          remedy: "Give one of the step's eligible pools, each once")
      }
      switch rule.kind {
      case .share(let share):
        try SimulationModel.require(
          "\(field).share", share, share >= 0 && share <= 1, "a share, 0...1")
        total += share
      case .cap(let most, let intervals):
        guard most >= 0, intervals >= 1 else {
          throw SimulationError(
            code: .outOfRange, field: field, problem: "found \(most) in \(intervals) intervals",
            remedy: "Give 0 or more contacts in 1 or more intervals")
        }
      }
    }
    let others = eligiblePools.count - fixedShares.count
    guard total <= 1 + 1e-9, others > 0 || total >= 1 - 1e-9 || fixedShares.isEmpty else {
      throw SimulationError(
        code: .outOfRange, field: "\(path).allocation", problem: "the shares sum to \(total)",
        remedy: "Give shares that sum to at most 1, and to 1 where every pool has one")
    }
  }
}

/// A cap as the event loop reads it.
struct CompiledCap {
  var pool: Int32
  var most: Int
  var intervals: Int
  /// The index of its count.
  var counter: Int
}

extension Engine {
  /// Draws the lane of a contact at the step that it is at; the same in every alternative.
  mutating func chooseLane(_ index: Int, station: Int) {
    contacts[index].lane = 0
    let shares = model.laneShares[station]
    guard !shares.isEmpty else { return }
    var rest = unit(drawKey(contacts[index]).block(purpose: DrawKey.attemptPurpose).w)
    for (position, share) in shares.enumerated() {
      if rest < share {
        contacts[index].lane = UInt8(position + 1)
        return
      }
      rest -= share
    }
  }

  /// Whether a pool may take a contact of a lane at a station now.
  func admits(lane: UInt8, station: Int, pool: Int) -> Bool {
    if !model.laneShares[station].isEmpty,
      let position = model.stationPools[station].firstIndex(of: Int32(pool)),
      model.poolLanes[station][position] != lane
    {
      return false
    }
    return !isCapped(station: station, pool: pool)
  }

  /// Whether a pool has had all that it may have in this period.
  func isCapped(station: Int, pool: Int) -> Bool {
    for cap in model.caps[station] where cap.pool == Int32(pool) {
      let used = capUse[cap.counter]
      if used.period == intervalIndex / cap.intervals, used.count >= cap.most { return true }
      if cap.most == 0 { return true }
    }
    return false
  }

  /// Counts a contact that a pool begins.
  mutating func countAgainstCap(_ index: Int, pool: Int) {
    let station = model.firstStation[Int(contacts[index].queue)] + Int(contacts[index].step)
    for cap in model.caps[station] where cap.pool == Int32(pool) {
      let period = intervalIndex / cap.intervals
      if capUse[cap.counter].period != period { capUse[cap.counter] = CapUse(period: period) }
      capUse[cap.counter].count += 1
    }
  }
}

/// What a pool has begun under a cap.
struct CapUse {
  var period = -1
  var count = 0
}
