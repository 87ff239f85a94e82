/// How often each class was in time when random streams of deferred work went through given people.
public struct DeadlineCheck: Sendable, Equatable {
  /// Share of replications in which the class met its share, by class.
  public let probabilityMet: [Double]
  /// Mean of the share of items in time, by class.
  public let shareInTime: [Double]
  /// Mean of the late items in the horizon, by class.
  public let expectedLateItems: [Double]
  /// Replications run.
  public let replications: Int

  init(
    work: DeadlineWork, people: [Double], discipline: DeadlineSchedule.Discipline,
    replications: Int, seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    let classes = work.classes.indices
    var met = classes.map { _ in 0 }
    var share = classes.map { _ in 0.0 }
    var late = share
    let variance = max(
      0, work.handleTimeSecondMoment - work.handleTime * work.handleTime)
    for _ in 0..<replications {
      let parcels = classes.map { item in
        work.arrivals.map { volume -> Double in
          let items = Double(random.poisson(volume * work.classes[item].share))
          guard items > 0, variance > 0 else { return items * work.handleTime }
          let shape = items * work.handleTime * work.handleTime / variance
          return random.gamma(shape: shape) * variance / work.handleTime
        }
      }
      let schedule = DeadlineSchedule(
        work: work, parcels: parcels, people: people, discipline: discipline)
      let shares = schedule.shareInTime
      for item in classes {
        if shares[item] >= work.classes[item].met - 1e-9 { met[item] += 1 }
        share[item] += shares[item]
        late[item] += schedule.lateItems[item]
      }
    }
    let runs = Double(replications)
    probabilityMet = met.map { Double($0) / runs }
    shareInTime = share.map { $0 / runs }
    expectedLateItems = late.map { $0 / runs }
    self.replications = replications
  }
}
