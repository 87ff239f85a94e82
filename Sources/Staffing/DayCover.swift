import Quantities

/// People on shifts through one day.
public struct DayCover: Equatable, Sendable {
  /// The shifts that are used, in the order of their contract, start and meal.
  public var shifts: [ShiftCount]
  /// Whole people at work by interval of the day; parts that a rest leaves are rounded down.
  public var agents: [Int]
  /// Paid hours on the shifts.
  public var paidHours: Double
}

/// The cheapest shifts of a day with which somebody else's judgement of the people holds throughout.
public struct DayCoverSearch: Sendable {
  /// Shifts that cover the people first asked for, whatever the judge says of them.
  public var first: DayCover
  /// The cheapest shifts found that the judge accepts; nothing when none were found.
  public var best: DayCover?
  /// No accepted shifts have fewer paid hours, as long as more people never make any interval worse; 0
  /// when there were too few judgements to search.
  public var boundHours: Double
  /// How often the judge was asked.
  public var judgements: Int
}

/// Finds the cheapest shifts of one day that a judge accepts, and those that cover a requirement.
///
/// The judge sees the whole day: where it finds an interval wanting, some interval up to it needs more
/// people than it has. The search branches over which, cheapest cover first; what is asked of every
/// branch is what the judge needs in one interval when nobody is missing before it. Beforehand people
/// are added one by one where they are wanting, and shifts taken away that are not needed, so that an
/// answer is there when the judgements run out.
///
/// - Parameters:
///   - required: Agents asked for first, one for each interval.
///   - startMinute: Minutes from midnight to the first interval.
///   - stepMinutes: Length of an interval; a part of an hour.
///   - isPeriodic: Whether the day follows itself, so that an interval may suffer from a later one.
///   - rules: The shifts that may be worked; each contract is for one day.
///   - limits: When the search for one cover may stop.
///   - maximumJudgements: How often the judge may be asked.
///   - misses: The judge: the intervals that need more people, in order; empty when all is well.
/// - Returns: Both covers, with a bound on the hours of the second.
/// - Throws: ``StaffingError`` for rules from which no shift can be made or that leave part of the
///   requirement uncovered, and what the judge throws.
/// - Complexity: At most `maximumJudgements` judgements, and two small integer programs for each.
public func coverDay(
  required: [Int], startMinute: Int, stepMinutes: Int, isPeriodic: Bool, rules: ShiftRules,
  limits: PlanLimits = PlanLimits(gap: 0, maximumNodes: 500), maximumJudgements: Int = 400,
  judgedBy misses: ([Int]) throws -> [Int]
) throws -> DayCoverSearch {
  guard stepMinutes > 0, 60 % stepMinutes == 0, startMinute % stepMinutes == 0,
    startMinute + required.count * stepMinutes <= 1440
  else {
    throw StaffingError(
      code: .outOfRange, subject: "shifts of a day",
      problem:
        "the day has \(required.count) intervals of \(stepMinutes) minutes from minute \(startMinute)",
      remedy: "Give intervals of 1, 2, 5, 10, 15, 20, 30 or 60 minutes inside one day of 24 hours.")
  }
  if var first = rules.problems(pool: "", intervalSeconds: stepMinutes * 60).first {
    first.subject = "shifts of a day"
    throw first
  }
  return try withoutActuallyEscaping(misses) { misses in
    var search = DaySearch(
      required: required, offset: startMinute / stepMinutes, stepMinutes: stepMinutes,
      isPeriodic: isPeriodic, rules: rules, limits: limits, allowed: maximumJudgements,
      misses: misses)
    return try search.run()
  }
}

/// A cover with the tours that it is made of.
private struct Candidate {
  var cover: DayCover
  var tours: [(tour: ShiftTour, people: Int)]
  /// No cover of the same requirement has fewer paid hours.
  var boundHours: Double
}

private struct DaySearch {
  let required: [Int]
  let offset: Int
  let isPeriodic: Bool
  let rules: ShiftRules
  let limits: PlanLimits
  let calendar: IntervalCalendar
  /// The least step between the paid hours of two covers.
  let grain: Double
  let misses: ([Int]) throws -> [Int]
  let allowed: Int
  var asked = 0

  init(
    required: [Int], offset: Int, stepMinutes: Int, isPeriodic: Bool, rules: ShiftRules,
    limits: PlanLimits, allowed: Int, misses: @escaping ([Int]) throws -> [Int]
  ) {
    var rules = rules
    for index in rules.contracts.indices { rules.contracts[index].daysPerWeek = 1 }
    (self.required, self.offset, self.isPeriodic) = (required, offset, isPeriodic)
    (self.rules, self.limits, self.misses, self.allowed) = (rules, limits, misses, allowed)
    // A Monday stands for the day; what runs past its midnight comes round to its beginning.
    let monday = LocalDate(daysSince1970: 19_723)
    calendar = IntervalCalendar(
      start: monday, end: monday, intervalSeconds: stepMinutes * 60, zone: .utc)
    grain =
      Double(
        rules.contracts.reduce(0) { divisor($0, Int(($1.paidHoursPerDay * 60).rounded())) }) / 60
  }

  mutating func run() throws -> DayCoverSearch {
    guard let first = try cover(required) else {
      throw StaffingError(
        code: .contradiction, subject: "shifts of a day",
        problem: "part of the requirement lies where no shift may be",
        remedy: "Allow more starts, or shorter shifts.")
    }
    var best = try raised(from: first)
    if let found = best { best = try thinned(found) }
    let bound = try improve(&best)
    return DayCoverSearch(
      first: first.cover, best: best?.cover, boundHours: min(bound, best?.cover.paidHours ?? bound),
      judgements: asked)
  }

  private mutating func missed(_ agents: [Int]) throws -> [Int] {
    asked += 1
    return try misses(agents)
  }

  // MARK: - Covers

  private func cover(_ required: [Int]) throws -> Candidate? {
    var padded = [Int](repeating: 0, count: calendar.intervalCount)
    for (place, agents) in required.enumerated() { padded[offset + place] = agents }
    let program = ShiftProgram(
      required: padded, shrinkage: 0, hoursPerWeek: 40, rules: rules, calendar: calendar,
      days: 0..<1, people: nil)
    guard padded.contains(where: { $0 > 0 }) else {
      return candidate([], bound: 0)
    }
    let found = try program.solve(limits)
    guard found.week.short.allSatisfy({ $0 < 1e-6 }) else { return nil }
    return candidate(
      zip(program.tours, found.people).filter { $0.1 > 0 }.map { ($0.0, $0.1) },
      bound: found.week.scheduledHours * (1 - found.week.gap))
  }

  private func candidate(
    _ tours: [(tour: ShiftTour, people: Int)], bound: Double
  ) -> Candidate {
    var present = [Double](repeating: 0, count: calendar.intervalCount)
    for (tour, people) in tours {
      for (place, share) in tour.presence { present[place] += Double(people) * share }
    }
    let shifts = tours.map { tour, people in
      let contract = rules.contracts[tour.contract]
      return ShiftCount(
        contract: contract.name, startMinute: tour.start,
        endMinute: tour.start + contract.lengthMinutes, mealMinute: tour.meal, days: [],
        people: people)
    }
    return Candidate(
      cover: DayCover(
        shifts: shifts,
        agents: required.indices.map { Int((present[offset + $0] + 1e-9).rounded(.down)) },
        paidHours: tours.reduce(0) { $0 + Double($1.people) * $1.tour.paidHours }),
      tours: tours, boundHours: (bound / grain - 1e-6).rounded(.up) * grain)
  }

  // MARK: - A first answer

  /// Adds a person where one is wanting, until nothing is.
  private mutating func raised(from first: Candidate) throws -> Candidate? {
    var asked = required
    var current = first
    while self.asked < allowed / 2 {
      guard let wanting = try missed(current.cover.agents).first else { return current }
      asked[wanting] = max(asked[wanting], current.cover.agents[wanting]) + 1
      guard let next = try cover(asked) else { return nil }
      current = next
    }
    return nil
  }

  /// Takes shifts away, long ones first, as long as nothing becomes wanting.
  private mutating func thinned(_ found: Candidate) throws -> Candidate {
    var current = found
    var tried = Set<Int>()
    while asked < allowed * 2 / 3 {
      let next = current.tours.indices.filter { !tried.contains($0) }
        .max { current.tours[$0].tour.paidHours < current.tours[$1].tour.paidHours }
      guard let place = next else { break }
      var tours = current.tours
      guard tours[place].people > 0 else {
        tried.insert(place)
        continue
      }
      tours[place].people -= 1
      let fewer = candidate(tours, bound: 0)
      if try missed(fewer.cover.agents).isEmpty {
        current = fewer
      } else {
        tried.insert(place)
      }
    }
    return candidate(current.tours.filter { $0.people > 0 }, bound: 0)
  }

  // MARK: - The cheapest

  private struct Node {
    var required: [Int]
    var boundHours: Double
    /// Nothing until the node is looked at.
    var candidate: Candidate?
    var depth: Int
  }

  /// Searches the cheapest cover; returns a bound below which there is none.
  private mutating func improve(_ best: inout Candidate?) throws -> Double {
    // Too few judgements to look at every interval by itself.
    guard allowed - asked >= 6 * required.count else { return 0 }
    let least = try leastAgents()
    var open = [Node(required: least, boundHours: 0, candidate: nil, depth: 0)]
    var seen: Set<[Int]> = [least]
    var covers = 0
    while let place = open.indices.min(by: { sooner(open[$0], open[$1]) }) {
      var node = open.remove(at: place)
      if let best, node.boundHours > best.cover.paidHours - grain + 1e-6 {
        return best.cover.paidHours
      }
      guard let candidate = node.candidate else {
        guard covers < 2 * allowed else { return node.boundHours }
        covers += 1
        guard let found = try cover(node.required) else { continue }
        node.candidate = found
        node.boundHours = max(node.boundHours, found.boundHours)
        open.append(node)
        continue
      }
      guard asked < allowed else { return node.boundHours }
      guard let wanting = try missed(candidate.cover.agents).first else {
        if best.map({ candidate.cover.paidHours < $0.cover.paidHours }) ?? true { best = candidate }
        continue
      }
      for interval in isPeriodic ? Array(required.indices) : Array(0...wanting) {
        var more = node.required
        more[interval] = candidate.cover.agents[interval] + 1
        guard seen.insert(more).inserted else { continue }
        open.append(
          Node(
            required: more, boundHours: node.boundHours, candidate: nil,
            // Of equal bounds the nearest interval before the miss is tried first.
            depth: node.depth + 1000 - abs(wanting - interval)))
      }
    }
    return best?.cover.paidHours ?? 0
  }

  private func sooner(_ left: Node, _ right: Node) -> Bool {
    if abs(left.boundHours - right.boundHours) > 1e-6 { return left.boundHours < right.boundHours }
    return left.depth > right.depth
  }

  /// The fewest people with whom each interval is well while nobody is missing in the others.
  private mutating func leastAgents() throws -> [Int] {
    let plenty = required.map { 2 * $0 + 10 }
    var least = required
    for interval in required.indices {
      func suffices(_ people: Int) throws -> Bool {
        // People who leave hand their contacts back, so the interval before is tried both ways.
        for before in interval > 0 ? [plenty[interval - 1], people] : [people] {
          var agents = plenty
          if interval > 0 { agents[interval - 1] = before }
          agents[interval] = people
          if try !missed(agents).contains(interval) { return true }
        }
        return false
      }
      var people = required[interval]
      if try suffices(people) {
        while people > 0, asked < allowed, try suffices(people - 1) { people -= 1 }
      } else {
        while people < plenty[interval], asked < allowed, try !suffices(people) { people += 1 }
      }
      least[interval] = people
    }
    return least
  }
}

private func divisor(_ left: Int, _ right: Int) -> Int {
  right == 0 ? left : divisor(right, left % right)
}
