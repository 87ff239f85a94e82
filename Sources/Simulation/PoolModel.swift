/// People with the same skills and shifts.
///
/// When fewer agents are wanted in an interval than are busy, those who leave finish the contact in
/// hand first (overtime) and then go; waiting contacts keep waiting for the others.
public struct PoolModel: Equatable, Sendable {
  /// What becomes of deferred work in hand when an agent's time ends; live contacts are finished.
  public enum ShiftEnd: Equatable, Sendable {
    /// It is finished first.
    case finish
    /// It goes back into line, keeping its place and the work done. The last begun go first.
    case setAside
  }

  /// The name, unique in the model.
  public var name: String
  /// Agents on the phones, one number per interval; or a single number for the whole horizon.
  public var agents: [Int]
  /// What the pool prefers when several queues have work waiting; see ``SkillRank``.
  public var skillRanks: [SkillRank]
  /// Factor on the handle time of each queue when this pool does the work; 1 when `nil`.
  public var handleTimeFactors: [Double]?
  /// A further factor per interval, for people who are still learning; 1 when `nil`.
  ///
  /// It holds for a step from its start to its end.
  public var learningFactors: [Double]?
  /// What becomes of deferred work when an agent's time ends; not for pools that hold chats.
  public var shiftEnd = ShiftEnd.finish
  /// Agents who do not come on some days; everybody comes when `nil`.
  public var absence: AbsenceModel?

  /// Makes a pool.
  ///
  /// - Parameters:
  ///   - name: The name, unique in the model.
  ///   - agents: Agents on the phones per interval, or one number for all.
  ///   - skillRanks: What the pool prefers.
  ///   - handleTimeFactors: One per queue of the model, each `> 0`.
  public init(
    name: String, agents: [Int], skillRanks: [SkillRank] = [], handleTimeFactors: [Double]? = nil
  ) {
    self.name = name
    self.agents = agents
    self.skillRanks = skillRanks
    self.handleTimeFactors = handleTimeFactors
  }
}

/// A pool's own order of preference among its work.
///
/// A free agent takes the lowest rank first, within it the queue of greatest priority, within that
/// the contact that waited longest (or is due first). Work without an entry has rank 0.
public struct SkillRank: Equatable, Sendable {
  /// The index of the queue.
  public var queue: Int
  /// The index of the step; every step when `nil`.
  public var step: Int?
  /// The rank; lower is taken first.
  public var rank: Int

  /// Makes an entry.
  ///
  /// - Parameters:
  ///   - queue: The index of the queue.
  ///   - step: The index of the step; every step when `nil`.
  ///   - rank: Lower is taken first.
  public init(queue: Int, step: Int? = nil, rank: Int) {
    self.queue = queue
    self.step = step
    self.rank = rank
  }
}
