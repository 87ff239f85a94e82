/// One pool's people by week, computed from whole-numbered decisions.
///
/// Employees: `heads` is not used, starters stay with the weekly chance. Assistants: the vendor keeps
/// the heads on contract, and replacements go through training and ramp.
struct PoolTimeline {
  /// People on the payroll or on contract, trainees included.
  var payroll: [Double]
  /// Of these, people in training, as a share of the week's days.
  var inTraining: [Double]
  /// Equivalents at full speed.
  var productive: [Double]
  /// Whole people who start.
  var starting: [Int]
  /// Expected leavers, or assistants to be replaced.
  var leavers: [Double]
  /// Whole people let go at the beginning of each week.
  var released: [Int]
  /// Whole employees whose teaching of other work begins in each week; in training meanwhile.
  var taught: [Int]

  /// An employees' pool with the people who start and those who are let go in each week.
  ///
  /// Only people at full speed are let go.
  init(
    employees pool: WorkforcePool, _ dynamics: PoolDynamics, starting: [Int],
    released: [Int]? = nil, taught: [Int]? = nil, weeks: [WorkforceWeek] = []
  ) {
    let stay = dynamics.stay
    let current = pool.currentHeadcount + pool.currentInTraining
    payroll = stay.map { current * $0 }
    inTraining = zip(stay, dynamics.traineeTraining).map { pool.currentInTraining * $0 * $1 }
    var lost = zip(stay, dynamics.traineeLoss).map { pool.currentInTraining * $0 * $1 }
    for (start, people) in starting.enumerated() where people > 0 {
      for week in start..<stay.count {
        payroll[week] += Double(people) * stay[week] / stay[start]
      }
      for (since, share) in dynamics.loss[start].enumerated() {
        lost[start + since] += Double(people) * share * stay[start + since] / stay[start]
      }
      for (since, share) in dynamics.training[start].enumerated() {
        inTraining[start + since] += Double(people) * share * stay[start + since] / stay[start]
      }
    }
    self.released = released ?? Array(repeating: 0, count: stay.count)
    for (first, people) in self.released.enumerated() where people > 0 {
      for week in first..<stay.count {
        payroll[week] = max(0, payroll[week] - Double(people) * stay[week] / stay[first])
      }
    }
    self.taught = taught ?? Array(repeating: 0, count: stay.count)
    if taught != nil, let training = CrossTraining(pool, weeks: weeks, dynamics) {
      for week in stay.indices {
        let learners = training.total(self.taught, in: week, training.learning)
        inTraining[week] += learners
        lost[week] += learners
      }
    }
    productive = zip(payroll, lost).map { max(0, $0 - $1) }
    self.starting = starting
    leavers = zip(payroll, dynamics.leaving).map { $0 * $1 }
  }

  /// An assistants' pool with the heads on contract in each week.
  init(assistants pool: WorkforcePool, _ dynamics: PoolDynamics, heads: [Int]) {
    payroll = heads.map(Double.init)
    taught = Array(repeating: 0, count: heads.count)
    let current = pool.currentHeadcount + pool.currentInTraining
    starting = heads.indices.map { week in
      let before = week > 0 ? heads[week - 1] : Int(current.rounded(.up))
      return max(0, heads[week] - before)
    }
    released = heads.indices.map { week in
      let before = week > 0 ? heads[week - 1] : Int(current.rounded(.up))
      return max(0, before - heads[week])
    }
    var lost = dynamics.traineeLoss.map { pool.currentInTraining * $0 }
    inTraining = dynamics.traineeTraining.map { pool.currentInTraining * $0 }
    for week in heads.indices {
      // Of those who are up to speed, a share is at any time being replaced.
      inTraining[week] *= 1 - dynamics.replacementTraining[week]
      inTraining[week] += payroll[week] * dynamics.replacementTraining[week]
    }
    for (start, people) in starting.enumerated() where people > 0 {
      for (since, share) in dynamics.loss[start].enumerated() {
        lost[start + since] += Double(people) * share
      }
      for (since, share) in dynamics.training[start].enumerated() {
        inTraining[start + since] +=
          Double(people) * share * (1 - dynamics.replacementTraining[start + since])
      }
    }
    productive = zip(zip(payroll, lost), dynamics.replacementLoss).map { people, replacing in
      max(0, people.0 - people.1) * (1 - replacing)
    }
    inTraining = zip(inTraining, payroll).map { min($0, $1) }
    leavers = zip(payroll, dynamics.leaving).map { $0 * $1 }
  }

  /// The people there are when nobody is hired or released.
  static func unchanged(_ pool: WorkforcePool, _ dynamics: PoolDynamics) -> PoolTimeline {
    let weeks = dynamics.stay.count
    guard pool.isVA else {
      return PoolTimeline(
        employees: pool, dynamics, starting: Array(repeating: 0, count: weeks))
    }
    let heads = Int((pool.currentHeadcount + pool.currentInTraining).rounded(.up))
    return PoolTimeline(assistants: pool, dynamics, heads: Array(repeating: heads, count: weeks))
  }

  /// The most people there could be: every class full from the first possible week on.
  static func fullest(
    _ pool: WorkforcePool, _ dynamics: PoolDynamics, classLimit: Int, headLimit: Int
  ) -> PoolTimeline {
    let weeks = dynamics.stay.count
    var starting = [Int](repeating: 0, count: weeks)
    guard pool.isVA else {
      for week in dynamics.startWeeks {
        // People start as soon as they can: later classes find the places free again.
        let before = PoolTimeline(employees: pool, dynamics, starting: starting)
        starting[week] = min(classLimit, before.room(pool, dynamics, week: week))
      }
      return PoolTimeline(employees: pool, dynamics, starting: starting)
    }
    var now = Int((pool.currentHeadcount + pool.currentInTraining).rounded(.up))
    var heads = [Int](repeating: now, count: weeks)
    for week in dynamics.startWeeks {
      var people = max(0, min(headLimit - now, classLimit))
      if pool.hiring?.trainingPlaces != nil {
        let before = PoolTimeline(assistants: pool, dynamics, heads: heads)
        people = min(people, before.room(pool, dynamics, week: week))
      }
      now += people
      for later in week..<weeks { heads[later] = now }
    }
    return PoolTimeline(assistants: pool, dynamics, heads: heads)
  }

  /// Whole people who may still start in a week beside those who are there: places to train, and seats.
  private func room(_ pool: WorkforcePool, _ dynamics: PoolDynamics, week: Int) -> Int {
    var most = Double(Int32.max)
    if let seats = pool.maximumHeads { most = min(most, Double(seats) - payroll[week]) }
    if let places = pool.hiring?.trainingPlaces, let share = dynamics.training[week].first {
      let replacing = pool.isVA ? payroll[week] * dynamics.replacementTraining[week] : 0
      most = min(most, (Double(places) - (inTraining[week] - replacing)) / share)
    }
    return max(0, Int((most + 1e-9).rounded(.down)))
  }
}
