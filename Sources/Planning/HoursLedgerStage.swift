import Quantities
import Results
import Scenarios
import Simulation

/// Lays a plan's hours out by interval and checks that they reconcile there.
///
/// On-phone hours of an interval are the people at work in it; at whatever speed they are more by the
/// ramp, scheduled more by shrinkage. A week's hours that nobody placed (idle at the week's scale) and its
/// training lie over the intervals in proportion to the people at work, so that the intervals of a week
/// sum to the week's hours.
struct HoursLedgerStage {
  let calendar: IntervalCalendar
  let pools: [PoolSpec]
  let plan: StaffPlan
  /// People by pool, unit of work and interval.
  let teams: [[[Int]]]

  /// One ledger for each pool; `occupancy` is busy ÷ staffed time by unit and week.
  func ledgers(occupancy: [[Simulation.Estimate]]) -> [HoursLedger] {
    pools.indices.map { ledger($0, occupancy) }
  }

  private func ledger(_ pool: Int, _ occupancy: [[Simulation.Estimate]]) -> HoursLedger {
    var found = HoursLedger(
      pool: pools[pool].name, intervals: 0, contradictions: 0, total: .init(),
      week: plan.weeks.first ?? calendar.start, rows: [])
    var busiest = -1.0
    for (week, days) in calendar.weeks.enumerated() {
      let span = calendar.intervals(ofDays: days)
      let hours = weekHours(pool, week, span, occupancy)
      let paid = hours.reduce(0) { $0 + $1.onPhone }
      if paid > busiest {
        busiest = paid
        found.week = plan.weeks[week]
        found.rows = zip(span, hours).compactMap { interval, own in
          own.paid > 0 ? .init(time: calendar.label(of: interval), hours: own) : nil
        }
      }
      let people = plan.pools[pool].weeks[week].headcount
      for own in hours where own.paid > 0 {
        found.intervals += 1
        // One person more may be at work where a fraction of one is on the payroll.
        let isStaffed = own.loggedIn <= (people + 1) * calendar.intervalHours
        if !own.isInOrder || !isStaffed { found.contradictions += 1 }
        found.total.paid += own.paid
        found.total.scheduled += own.scheduled
        found.total.loggedIn += own.loggedIn
        found.total.onPhone += own.onPhone
        found.total.handled += own.handled
      }
    }
    return found
  }

  private func weekHours(
    _ pool: Int, _ week: Int, _ span: Range<Int>, _ occupancy: [[Simulation.Estimate]]
  ) -> [HoursLedger.Hours] {
    let own = plan.pools[pool].weeks[week]
    let slowness = own.productive > 0 ? own.headcount / own.productive : 1
    var hours = span.map { interval -> HoursLedger.Hours in
      var hour = HoursLedger.Hours()
      for unit in teams[pool].indices {
        let present = Double(teams[pool][unit][interval]) * calendar.intervalHours
        let busy = occupancy[unit].indices.contains(week) ? occupancy[unit][week] : nil
        hour.onPhone += present
        if let busy, busy.isDefined { hour.handled += present * busy.mean }
      }
      hour.loggedIn = hour.onPhone * slowness
      hour.scheduled = hour.loggedIn / (1 - pools[pool].shrinkage)
      return hour
    }
    let placed = hours.reduce(0) { $0 + $1.onPhone }
    let idle = own.scheduledHours - hours.reduce(0) { $0 + $1.scheduled }
    let training = own.paidHours - own.scheduledHours
    for index in hours.indices {
      let part =
        placed > 0 ? hours[index].onPhone / placed : 1 / Double(hours.count)
      // Whole people round a week's hours up by a little; nobody is paid less for that.
      hours[index].scheduled += max(0, idle) * part
      hours[index].paid = hours[index].scheduled + max(0, training) * part
    }
    return hours
  }
}
