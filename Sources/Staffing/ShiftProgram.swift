import Quantities

/// One pool's shifts of one week as an integer program.
struct ShiftProgram {
  /// What makes two weeks the same problem.
  struct Key: Hashable {
    var required: [Int]
    var dates: [Int]
    var counts: [Int]
    var people: Int?
  }

  /// A way in which a person may work the week.
  private struct Tour {
    var contract: Int
    var start: Int
    var meal: Int?
    var days: [Weekday]
    /// Paid intervals of the week, as indices; a meal is not among them.
    var intervals: [Int]
    /// Paid intervals, those outside the week's required days included.
    var paidIntervals: Int
  }

  let required: [Int]
  let shrinkage: Double
  let rules: ShiftRules
  let people: Int?
  let key: Key
  private let intervalHours: Double
  private var tours: [Tour] = []

  init(
    required: [Int], shrinkage: Double, rules: ShiftRules, calendar: IntervalCalendar,
    days: Range<Int>, people: Int?
  ) {
    (self.required, self.shrinkage, self.rules) = (required, shrinkage, rules)
    self.people = people
    intervalHours = calendar.intervalHours
    let spans = days.map { calendar.days[$0] }
    key = Key(
      required: required, dates: spans.map(\.date.weekday.rawValue),
      counts: spans.map(\.intervals.count),
      people: people)
    tours = makeTours(calendar, days)
  }

  // MARK: - Tours

  private func makeTours(_ calendar: IntervalCalendar, _ days: Range<Int>) -> [Tour] {
    let minutes = calendar.intervalSeconds / 60
    let first = calendar.intervals(ofDays: days).lowerBound
    let needed = neededMinutes(calendar, days)
    guard let needed else { return [] }
    var found: [Tour] = []
    var seen = Set<[Int]>()
    for (index, contract) in rules.contracts.enumerated() {
      let paid = Int((contract.paidHoursPerDay * 60).rounded()) / minutes
      let meal = rules.mealMinutes / minutes
      let length = (paid + meal) * minutes
      for start in stride(
        from: rules.earliestStart, through: rules.latestEnd - length, by: rules.startEveryMinutes)
      where start + length > needed.lowerBound && start < needed.upperBound {
        let meals = meal == 0 ? [0] : [paid / 3, paid / 2, paid * 2 / 3]
        for (order, before) in meals.enumerated() where order == 0 || before != meals[order - 1] {
          for pattern in dayPatterns(contract.daysPerWeek) {
            var intervals: [Int] = []
            var paidIntervals = 0
            for day in days where pattern.contains(calendar.days[day].date.weekday) {
              let own = calendar.days[day].intervals
              guard let begin = own.first(where: { calendar.minutes[$0] >= start }) else {
                continue
              }
              for step in 0..<(paid + meal) where !(before..<(before + meal)).contains(step) {
                paidIntervals += 1
                let place = begin - first + step
                intervals.append(place < required.count ? place : place - required.count)
              }
            }
            // Tours that cover the same required intervals at the same pay are one.
            let useful = intervals.filter { $0 < required.count && required[$0] > 0 }
            guard !useful.isEmpty, seen.insert([index, paidIntervals] + useful).inserted else {
              continue
            }
            found.append(
              Tour(
                contract: index, start: start, meal: meal > 0 ? start + before * minutes : nil,
                days: pattern, intervals: intervals, paidIntervals: paidIntervals))
          }
        }
      }
    }
    return found
  }

  /// Local minutes of the day between which anyone is needed on some day.
  private func neededMinutes(_ calendar: IntervalCalendar, _ days: Range<Int>) -> Range<Int>? {
    let first = calendar.intervals(ofDays: days).lowerBound
    var (low, high) = (Int.max, Int.min)
    for (place, agents) in required.enumerated() where agents > 0 {
      let minute = calendar.minutes[first + place]
      low = min(low, minute)
      // What is needed after midnight may be covered by shifts of the evening before.
      high = max(high, minute + calendar.intervalSeconds / 60)
    }
    return low < high ? low..<(rules.latestEnd > 1440 ? max(high, 1440) : high) : nil
  }

  /// Sets of working days: those off follow each other, or any.
  private func dayPatterns(_ count: Int) -> [[Weekday]] {
    let days = Weekday.allCases.filter { rules.workingDays.contains($0) }
    if count == days.count { return [days] }
    if rules.consecutiveDaysOff {
      return days.indices.map { first in
        (0..<count).map { days[(first + $0) % days.count] }.sorted { $0.rawValue < $1.rawValue }
      }
    }
    var patterns: [[Weekday]] = [[]]
    for day in days {
      patterns += patterns.filter { $0.count < count }.map { $0 + [day] }
    }
    return patterns.filter { $0.count == count }
  }

  // MARK: - Cover

  /// Shares of the requirement at which the price of a missing agent-hour rises, in paid hours.
  private static let shortSteps: [(share: Double, price: Double)] = [
    (0.1, 20), (0.3, 40), (0.6, 80),
  ]

  /// Finds the shifts; returns them with the agents on the phones by interval of the week.
  func solve(
    _ limits: PlanLimits
  ) throws(StaffingError) -> (week: ShiftWeek, agents: [Double]) {
    var program = IntegerProgram()
    let logged = 1 - shrinkage
    let counts = tours.map { tour in
      program.addColumn(
        "tour", upper: Double(required.reduce(0, +)) / logged + 1,
        cost: Double(tour.paidIntervals) * intervalHours, isInteger: true)
    }
    var cover = [[(column: Int, coefficient: Double)]](repeating: [], count: required.count)
    for (tour, column) in zip(tours, counts) {
      for place in tour.intervals where place < required.count && required[place] > 0 {
        cover[place].append((column, logged))
      }
    }
    for (place, agents) in required.enumerated() where agents > 0 {
      for step in Self.shortSteps {
        cover[place].append(
          (
            program.addColumn(
              "short", upper: Double(agents) * step.share, cost: step.price * intervalHours), 1
          ))
      }
      program.addRow(cover[place], atLeast: Double(agents))
    }
    if let people { program.addRow(counts.map { ($0, 1) }, atMost: Double(max(0, people))) }
    let solution = CbcModel.minimize(
      program, limits: SearchLimits(gap: limits.gap, nodes: limits.maximumNodes))
    guard solution.objective.isFinite else {
      throw StaffingError(
        code: .solver, subject: "shifts", problem: "the solver gave up on a week",
        remedy: "Allow fewer starts or contracts.")
    }
    return read(solution, counts, limits)
  }

  private func read(
    _ solution: ProgramSolution, _ counts: [Int], _ limits: PlanLimits
  ) -> (week: ShiftWeek, agents: [Double]) {
    var agents = [Double](repeating: 0, count: required.count)
    var shifts: [ShiftCount] = []
    var paidIntervals = 0
    for (tour, column) in zip(tours, counts) {
      let people = Int(solution.values[column])
      guard people > 0 else { continue }
      for place in tour.intervals where place < required.count {
        agents[place] += Double(people) * (1 - shrinkage)
      }
      paidIntervals += people * tour.paidIntervals
      shifts.append(
        ShiftCount(
          contract: rules.contracts[tour.contract].name, startMinute: tour.start,
          mealMinute: tour.meal, days: tour.days, people: people))
    }
    let short = zip(required, agents).map { max(0, Double($0) - $1) }
    let requiredHours = Double(required.reduce(0, +)) * intervalHours
    let scheduled = Double(paidIntervals) * intervalHours
    let onPhone = scheduled * (1 - shrinkage)
    let covered = requiredHours - short.reduce(0, +) * intervalHours
    let proven =
      solution.status == .optimal ? limits.gap : 1 - solution.bound / max(solution.objective, 1e-9)
    let week = ShiftWeek(
      shifts: shifts, people: shifts.reduce(0) { $0 + $1.people }, scheduledHours: scheduled,
      onPhoneHours: onPhone, requiredHours: requiredHours, short: short,
      efficiency: onPhone > 0 ? min(1, max(0, covered / onPhone)) : 1,
      gap: min(1, max(0, proven)))
    return (week, agents)
  }
}
