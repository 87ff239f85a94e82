import Quantities

/// One pool's shifts of one week as an integer program.
struct ShiftProgram {
  /// What makes two weeks the same problem.
  struct Key: Hashable {
    var required: [Int]
    var dates: [Int]
    var counts: [Int]
    var away: [Bool]
    var people: Int?
  }

  let required: [Int]
  let shrinkage: Double
  let rules: ShiftRules
  let people: Int?
  let key: Key
  let tours: [ShiftTour]
  private let intervalHours: Double

  init(
    required: [Int], shrinkage: Double, hoursPerWeek: Double, rules: ShiftRules,
    calendar: IntervalCalendar, days: Range<Int>, people: Int?
  ) {
    (self.required, self.shrinkage, self.rules) = (required, shrinkage, rules)
    self.people = people
    intervalHours = calendar.intervalHours
    let spans = days.map { calendar.days[$0] }
    key = Key(
      required: required, dates: spans.map(\.date.weekday.rawValue),
      counts: spans.map(\.intervals.count), away: spans.map { rules.daysAway.contains($0.date) },
      people: people)
    tours = ShiftTours(
      rules: rules, calendar: calendar, days: days, required: required, hoursPerWeek: hoursPerWeek
    ).list()
  }

  /// What a search found.
  struct Cover {
    var week: ShiftWeek
    /// Agents on the phones by interval of the week.
    var agents: [Double]
    /// People by tour, in the order of ``ShiftProgram/tours``.
    var people: [Int]
  }

  /// Shares of the requirement at which the price of a missing agent-hour rises, in paid hours.
  private static let shortSteps: [(share: Double, price: Double)] = [
    (0.1, 20), (0.3, 40), (0.6, 80),
  ]

  /// Finds the shifts.
  func solve(_ limits: PlanLimits) throws(StaffingError) -> Cover {
    var program = IntegerProgram()
    let logged = 1 - shrinkage
    let counts = tours.map { tour in
      program.addColumn(
        "tour", upper: (Double(required.reduce(0, +)) / logged).rounded(.up) + 1,
        cost: tour.paidHours, isInteger: true)
    }
    var cover = [[(column: Int, coefficient: Double)]](repeating: [], count: required.count)
    for (tour, column) in zip(tours, counts) {
      for (place, share) in tour.presence where required[place] > 0 {
        cover[place].append((column, logged * share))
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
    addShares(counts, to: &program)
    if let people {
      program.addRow(
        zip(tours, counts).map { ($1, $0.people) }, atMost: Double(max(0, people)))
      if rules.contracts.contains(where: \.isBlock) { addPresence(counts, people, to: &program) }
    }
    let solution = CbcModel.minimize(
      program, limits: SearchLimits(gap: limits.gap, nodes: limits.maximumNodes))
    guard solution.objective.isFinite else {
      throw StaffingError(
        code: .solver, subject: "shifts", problem: "the solver gave up on a week",
        remedy: "Allow fewer starts or contracts.")
    }
    return read(solution, counts, limits)
  }

  /// Rows by interval: people who share blocks still are at one place at a time.
  private func addPresence(_ counts: [Int], _ people: Int, to program: inout IntegerProgram) {
    var present = [[(column: Int, coefficient: Double)]](repeating: [], count: required.count)
    for (tour, column) in zip(tours, counts) {
      for (place, _) in tour.presence { present[place].append((column, 1)) }
    }
    for row in present where row.count > 0 {
      program.addRow(row, atMost: Double(max(0, people)))
    }
  }

  /// Rows for the shares of people that contracts and times of the week may have at most.
  private func addShares(_ counts: [Int], to program: inout IntegerProgram) {
    func row(_ share: Double, _ isMember: (ShiftTour) -> Bool) {
      program.addRow(
        zip(tours, counts).map { tour, column in
          (column, tour.people * ((isMember(tour) ? 1 : 0) - share))
        }, atMost: 0)
    }
    for (index, contract) in rules.contracts.enumerated() where contract.mostShare < 1 {
      row(contract.mostShare) { $0.contract == index }
    }
    for (number, limit) in rules.limits.enumerated() where limit.share < 1 {
      row(limit.share) { $0.isLimited[number] }
    }
  }

  private func read(
    _ solution: ProgramSolution, _ counts: [Int], _ limits: PlanLimits
  ) -> Cover {
    var agents = [Double](repeating: 0, count: required.count)
    var shifts: [ShiftCount] = []
    var (scheduled, worked, people) = (0.0, 0.0, 0.0)
    var atOnce = [Int](repeating: 0, count: required.count)
    let numbers = counts.map { Int(solution.values[$0]) }
    for (tour, number) in zip(tours, numbers) where number > 0 {
      for (place, share) in tour.presence {
        agents[place] += Double(number) * (1 - shrinkage) * share
        worked += Double(number) * share * intervalHours
        atOnce[place] += number
      }
      scheduled += Double(number) * tour.paidHours
      people += Double(number) * tour.people
      let contract = rules.contracts[tour.contract]
      shifts.append(
        ShiftCount(
          contract: contract.name, startMinute: tour.start,
          endMinute: tour.start + contract.lengthMinutes, mealMinute: tour.meal, days: tour.days,
          people: number))
    }
    let short = zip(required, agents).map { max(0, Double($0) - $1) }
    let requiredHours = Double(required.reduce(0, +)) * intervalHours
    let onPhone = worked * (1 - shrinkage)
    let covered = requiredHours - short.reduce(0, +) * intervalHours
    let proven =
      solution.status == .optimal ? limits.gap : 1 - solution.bound / max(solution.objective, 1e-9)
    let paid = scheduled * (1 - shrinkage)
    let week = ShiftWeek(
      shifts: shifts, people: max(Int((people - 1e-6).rounded(.up)), atOnce.max() ?? 0),
      scheduledHours: scheduled,
      onPhoneHours: onPhone, requiredHours: requiredHours, short: short,
      efficiency: paid > 0 ? min(1, max(0, covered / paid)) : 1,
      gap: min(1, max(0, proven)))
    return Cover(week: week, agents: agents, people: numbers)
  }
}
