/// The most people that a pool could usefully have, and what it has when nothing changes.
struct PoolLimits {
  /// Coefficients of joining, learning and leaving.
  var dynamics: PoolDynamics
  /// Most people that may start in one week.
  var classLimit: Int
  /// Most heads of an assistants' pool.
  var headLimit: Int
  /// Most people who could be on the payroll.
  var peopleLimit: Int { Int((fullest.payroll.max() ?? 0).rounded(.up)) }
  /// The pool when nobody is hired or released.
  var unchanged: PoolTimeline
  /// The pool when every class is full.
  var fullest: PoolTimeline

  init(_ problem: WorkforceProblem, pool index: Int) {
    let pool = problem.pools[index]
    dynamics = PoolDynamics(pool: pool, weeks: problem.weeks)
    unchanged = PoolTimeline.unchanged(pool, dynamics)
    let useful = PoolLimits.usefulPeople(problem, pool, dynamics)
    let terms = pool.hiring.map(\.classSize) ?? (pool.isVA ? Int.max : 0)
    classLimit = min(terms, useful, pool.rampLimits?.upPerWeek ?? Int.max)
    headLimit = max(
      Int(unchanged.payroll.first?.rounded(.up) ?? 0), min(pool.maximumHeads ?? useful, useful))
    fullest = PoolTimeline.fullest(
      pool, dynamics, classLimit: classLimit, headLimit: headLimit)
  }

  /// People above whom nobody could be kept busy: all eligible work done by this pool alone.
  private static func usefulPeople(
    _ problem: WorkforceProblem, _ pool: WorkforcePool, _ dynamics: PoolDynamics
  ) -> Int {
    var most = 0.0
    for (week, span) in problem.weeks.enumerated() {
      let units = pool.eligibleUnits.map { problem.units[$0] }
      let each = pool.hoursPerWeek * span.workShare * (1 - pool.shrinkage)
      let hours = units.reduce(0) { $0 + $1.requiredHours[week] }
      let peak = units.reduce(0) { $0 + $1.peakAgents[week] } / (1 - pool.shrinkage)
      let speed = 1 - dynamics.replacementLoss[week]
      most = max(most, each > 0 ? hours / each / speed : 0, peak / speed)
    }
    // People on the ramp give less: the slowest speed above zero sets how many more could help.
    let slowest = (pool.hiring?.ramp ?? []).filter { $0 > 0 }.min() ?? 1
    return Int(min(1e6, (most / slowest).rounded(.up))) + 1
  }
}
