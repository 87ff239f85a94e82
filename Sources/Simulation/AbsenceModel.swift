import RandomStreams

/// Agents who do not come on some days, each by chance and apart from the others.
public struct AbsenceModel: Equatable, Sendable {
  /// The chance that an agent does not come on a day, `0..<1`.
  public var share: Double
  /// The number of intervals in a day, `>= 1`; days start with the first interval.
  public var intervalsPerDay: Int

  /// Makes an absence.
  ///
  /// - Parameters:
  ///   - share: The chance that an agent does not come on a day.
  ///   - intervalsPerDay: The number of intervals in a day.
  public init(share: Double, intervalsPerDay: Int) {
    (self.share, self.intervalsPerDay) = (share, intervalsPerDay)
  }

  func validate(path: String) throws(SimulationError) {
    try SimulationModel.require(
      "\(path).share", share, share >= 0 && share < 1, "a share, 0..<1")
    guard intervalsPerDay >= 1 else {
      throw SimulationError(
        code: .outOfRange, field: "\(path).intervalsPerDay", problem: "found \(intervalsPerDay)",
        remedy: "Give 1 or more")
    }
  }
}

/// Who is there of a pool on one day of one replication.
struct Attendance {
  private var day = -1
  /// Agents who came among the first 0, 1, 2 and so on.
  private var present: [Int32] = []

  /// The agents of a pool who came, of a planned number.
  ///
  /// The k-th agent is absent on the same days whatever the number planned, so alternatives share it.
  mutating func count(
    of planned: Int32, most: Int32, day: Int, absence: AbsenceModel, key: DrawKey
  ) -> Int32 {
    if day != self.day {
      self.day = day
      present = [0]
      var key = key
      // A seed of its own keeps these draws apart from those of contacts.
      key.seed.y ^= 0x71D6_7FFF
      key.interval = UInt32(truncatingIfNeeded: day)
      for agent in 0..<most {
        key.number = UInt32(agent)
        let comes = unit(key.block(purpose: DrawKey.variationPurpose).x) >= absence.share
        present.append(present[Int(agent)] + (comes ? 1 : 0))
      }
    }
    return present[Int(planned)]
  }
}

extension Engine {
  /// The agents of a pool who are there in an interval.
  mutating func agentsThere(_ pool: Int, _ interval: Int) -> Int32 {
    let planned = model.staffed[pool][interval]
    guard let absence = model.absence[pool] else { return planned }
    return attendance[pool].count(
      of: planned, most: model.mostStaffed[pool], day: interval / absence.intervalsPerDay,
      absence: absence,
      key: DrawKey(
        number: 0, interval: 0, replication: replication,
        place: DrawKey.place(queue: pool, attempt: 0, step: 0), seed: seedKey))
  }
}
