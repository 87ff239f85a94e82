import Foundation
import Queueing
import Testing

@Suite("Deadline work")
struct DeadlineTests {
  private func work(
    arrivals: [Double], open: [Bool]? = nil, classes: [DeadlineWork.Class], handleTime: Double = 600
  ) -> DeadlineWork {
    DeadlineWork(
      interval: 3600, arrivals: arrivals,
      open: open ?? Array(repeating: true, count: arrivals.count), handleTime: handleTime,
      handleTimeSecondMoment: 2 * handleTime * handleTime, classes: classes)
  }

  @Test(
    "Earliest deadline first finishes as much in time as the maximum flow",
    arguments: UInt64(0)..<40)
  func maximumFlow(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let count = 18
    let arrivals = (0..<count).map { _ in Double(Int.random(in: 0...12, using: &random)) }
    let open = (0..<count).map { _ in Int.random(in: 0..<4, using: &random) > 0 }
    let stream = work(
      arrivals: arrivals, open: open,
      classes: [
        .init(share: 0.5, within: 2.2 * 3600), .init(share: 0.3, within: 5.2 * 3600),
        .init(share: 0.2, within: 9.2 * 3600),
      ])
    let people = (0..<count).map { _ in Double(Int.random(in: 0...3, using: &random)) }
    let schedule = try DeadlineSchedule(work: stream, people: people)
    // Hours allowed after whole handle times are taken off: 2, 5 and 9; only work due inside counts.
    var flow = MaximumFlow(nodes: 2 + 3 * count + count)
    var due = 0.0
    for (item, hours) in [(0, 2), (1, 5), (2, 9)] {
      for arrived in 0..<count where arrived + hours <= count {
        let amount = arrivals[arrived] * stream.classes[item].share * 600
        due += amount
        let node = 2 + item * count + arrived
        flow.connect(0, node, amount)
        for hour in arrived..<(arrived + hours) {
          flow.connect(node, 2 + 3 * count + hour, .infinity)
        }
      }
    }
    for hour in 0..<count {
      flow.connect(2 + 3 * count + hour, 1, open[hour] ? people[hour] * 3600 : 0)
    }
    let inTime = flow.flow(from: 0, to: 1)
    let late = schedule.lateItems.reduce(0, +) * 600
    // Feasible exactly when the flow carries all; EDF never has less late work than the flow leaves.
    #expect((late < 1e-6) == (due - inTime < 1e-6), "\(late) \(due - inTime)")
    #expect(late >= due - inTime - 1e-6)
    #expect(schedule.isFeasible == (schedule.bottleneck == nil))
    if let neck = schedule.bottleneck { #expect(neck.work > neck.capacity) }
  }

  @Test("The judge of many streams finds the shares of the schedule", arguments: UInt64(0)..<40)
  func judge(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let count = 60
    func stream() -> [Double] {
      (0..<count).map { _ in Double(Int.random(in: 0...12, using: &random)) }
    }
    let open = (0..<count).map { _ in Int.random(in: 0..<4, using: &random) > 0 }
    let clock: DeadlineWork.Clock = seed % 2 == 0 ? .calendar : .openHours
    let people = (0..<count).map { _ in Double(Int.random(in: 0...3, using: &random)) }
    let classes: [DeadlineWork.Class] = [
      .init(share: 0.5, within: 2.2 * 3600, clock: clock),
      .init(share: 0.3, within: 5.2 * 3600, clock: clock),
      .init(share: 0.2, within: 9.2 * 3600, clock: clock),
    ]
    let judge = try DeadlineJudge(
      work: work(arrivals: stream(), open: open, classes: classes), people: people)
    for _ in 0..<3 {
      let arrivals = stream()
      let schedule = try DeadlineSchedule(
        work: work(arrivals: arrivals, open: open, classes: classes), people: people)
      let shares = judge.shareInTime(arrivals: arrivals)
      #expect(zip(shares, schedule.shareInTime).allSatisfy { abs($0 - $1) < 1e-6 }, "\(shares)")
    }
  }

  @Test("Late work is listed by class with when it arrived and was due")
  func lateList() throws {
    // Ten hours' work at once, one person, due in four hours: six hours' work is late.
    let stream = work(
      arrivals: [60] + Array(repeating: 0, count: 19),
      classes: [.init(share: 1, within: 4.5 * 3600)])
    let schedule = try DeadlineSchedule(work: stream, people: Array(repeating: 1, count: 20))
    #expect(abs(schedule.lateItems[0] - 36) < 1e-9)
    #expect(schedule.late.count == 1)
    #expect(schedule.late[0].arrived == 0 && schedule.late[0].due == 4)
    #expect(schedule.late[0].finished == 9)
    let neck = try #require(schedule.bottleneck)
    #expect(neck.intervals == 0..<4 && neck.work == 36_000 && neck.capacity == 14_400)
    #expect(abs(schedule.shareInTime[0] - 0.4) < 1e-12)
  }

  @Test("First in first out and priority miss deadlines that earliest deadline first keeps")
  func disciplines() throws {
    // Long-deadline work first, then urgent work behind it.
    var stream = work(
      arrivals: [24, 6, 0, 0, 0, 0, 0, 0],
      classes: [.init(share: 0.75, within: 8 * 3600), .init(share: 0.25, within: 3 * 3600)])
    stream.classes.swapAt(0, 1)
    let people = Array(repeating: 1.0, count: 8)
    let earliest = try DeadlineSchedule(work: stream, people: people)
    #expect(earliest.isFeasible)
    stream.classes.swapAt(0, 1)
    let byClass = try DeadlineSchedule(work: stream, people: people, discipline: .priority)
    #expect(!byClass.isFeasible && byClass.lateItems[1] > 0)
    let byArrival = try DeadlineSchedule(
      work: stream, people: people, discipline: .firstInFirstOut)
    #expect(byArrival.lateItems.reduce(0, +) >= earliest.lateItems.reduce(0, +))
  }

  @Test("The clock of open hours stands still at night")
  func openHours() throws {
    let open = (0..<48).map { ($0 % 24) >= 8 && ($0 % 24) < 16 }
    var arrivals = Array(repeating: 0.0, count: 48)
    arrivals[15] = 6  // one hour of work at 15:00
    let calendar = work(
      arrivals: arrivals, open: open, classes: [.init(share: 1, within: 2.5 * 3600)])
    let business = work(
      arrivals: arrivals, open: open,
      classes: [.init(share: 1, within: 2.5 * 3600, clock: .openHours)])
    // Half a person: half of the work is done by 16:00, the rest at 8:00 next day.
    let people = Array(repeating: 0.5, count: 48)
    #expect(try !DeadlineSchedule(work: calendar, people: people).isFeasible)
    #expect(try DeadlineSchedule(work: business, people: people).isFeasible)
  }

  @Test("The people found keep deadlines with the planned probability in simulation")
  func requirement() throws {
    let count = 4 * 168
    let open = (0..<count).map { ($0 / 24) % 7 < 6 && ($0 % 24) >= 8 && ($0 % 24) < 20 }
    let stream = work(
      arrivals: open.map { $0 ? 20 : 1 }, open: open,
      classes: [.init(share: 0.85, within: 72 * 3600), .init(share: 0.15, within: 48 * 3600)])
    let found = try DeadlineRequirement(
      work: stream, planningProbability: 0.95, groups: (0..<count).map { $0 / 168 })
    let check = try found.check(people: found.people, replications: 60, seed: 11)
    // 60 replications of a probability of 0.95: three standard errors are 0.084.
    for probability in check.probabilityMet { #expect(probability > 0.95 - 0.085) }
    // People cost little more than the work itself.
    let mean = stream.arrivals.reduce(0, +) * 600 / 3600
    #expect(found.hours > 0.85 * mean && found.hours < 1.15 * mean)
    #expect(zip(found.wholePeople, found.people).allSatisfy { Double($0) >= $1 - 1e-6 })
    #expect(zip(found.people, open).allSatisfy { $1 || $0 == 0 })
    let certain = try DeadlineSchedule(work: stream, people: found.people)
    #expect(certain.isFeasible)
  }

  @Test(
    "The people found for an order of work are enough under it, and one per cent fewer are not",
    arguments: DeadlineSchedule.Discipline.allCases, UInt64(0)..<12)
  func requirementByDiscipline(
    discipline: DeadlineSchedule.Discipline, seed: UInt64
  ) throws {
    var random = SeededRandom(seed: seed)
    let count = 60
    let arrivals = (0..<count).map { $0 < 48 ? Double(Int.random(in: 0...9, using: &random)) : 0 }
    let open = (0..<count).map { _ in Int.random(in: 0..<5, using: &random) > 0 }
    let stream = work(
      arrivals: arrivals, open: open,
      classes: [
        .init(share: 0.6, within: 8.2 * 3600), .init(share: 0.4, within: 4.2 * 3600),
      ])
    // With a planning probability of one half there is no margin: the stream itself must just fit.
    let found = try DeadlineRequirement(
      work: stream, planningProbability: 0.5, judgedOver: 4.2 * 3600, discipline: discipline)
    guard found.unreachableItems.allSatisfy({ $0 == 0 }) else { return }
    let enough = try DeadlineSchedule(
      work: stream, people: found.people, discipline: discipline)
    #expect(enough.isFeasible, "\(enough.late)")
    let fewer = try DeadlineSchedule(
      work: stream, people: found.people.map { $0 * 0.99 }, discipline: discipline)
    #expect(!fewer.isFeasible)
    let earliest = try DeadlineRequirement(
      work: stream, planningProbability: 0.5, judgedOver: 4.2 * 3600)
    #expect(found.hours >= earliest.hours - 1e-9)
  }

  @Test("Work that is due while nobody works is named, not hidden")
  func unreachable() throws {
    let open = (0..<72).map { $0 < 10 || $0 >= 60 }
    var arrivals = Array(repeating: 1.0, count: 72)
    for hour in 60..<72 { arrivals[hour] = 0 }
    let stream = work(arrivals: arrivals, open: open, classes: [.init(share: 1, within: 24 * 3600)])
    let found = try DeadlineRequirement(work: stream)
    // 23 whole hours are left after handling: due before hour 60 means arrival before hour 38.
    #expect(found.unreachableItems[0] == 28)
  }

  @Test("Without work nobody is needed, and wrong inputs are named")
  func edges() throws {
    let none = try DeadlineRequirement(
      work: work(arrivals: [], classes: [.init(share: 1, within: 3600)]))
    #expect(none.people.isEmpty && none.hours == 0)
    let quiet = try DeadlineRequirement(
      work: work(arrivals: [0, 0, 0], classes: [.init(share: 1, within: 7200)]),
      groups: [0, 0, 1])
    #expect(quiet.hours == 0)
    #expect(throws: QueueingError.self) {
      try DeadlineRequirement(work: work(arrivals: [1], classes: [.init(share: 0.5, within: 9e3)]))
    }
    #expect(throws: QueueingError.self) {
      try DeadlineSchedule(
        work: work(arrivals: [1], classes: [.init(share: 1, within: 9e3)]), people: [1, 2])
    }
  }
}
