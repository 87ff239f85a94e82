import ArgumentParser
import Demand
import Foundation
import Planning
import Quantities
import Queueing
import Staffing

struct StaffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staff",
    abstract: "How many people a volume needs, or a day of volumes by each method.",
    discussion: """
      Example:
        caseload staff --volume 120 --per 30m --handle-time 6m30s --goal 80/30 --patience 3m --shrinkage 0.32
        caseload staff --day monday.csv --handle-time 6m30s --goal 80/30 --patience 3m
        caseload staff --day monday.csv --handle-time 6m30s --goal 80/30 --patience 3m --shifts 8h+30m,4h

      With --volume: the fewest people that meet every goal, by Erlang A (Erlang C without a patience), in a table
      with three people fewer and three more. With --day: people by interval by four methods, each certified by
      the exact course of the day. With --shifts also on shifts: those that cover what SIPP asks for, and the
      cheapest that keep every goal by the exact course. The file has a time (08:30, or a date with it) and a number of contacts a row.
      """)

  @Option(
    parsing: .unconditional, help: "Contacts in the interval.", transform: StaffArguments.volume)
  var volume: Double?
  @Option(help: "Length of the interval, such as 30m.", transform: StaffArguments.seconds)
  var per: Double?
  @Option(
    help: "Mean handle time, such as 6m30s; with --day it may stand in a column aht, in seconds.",
    transform: StaffArguments.seconds)
  var handleTime: Double?
  @Option(
    help: "Service level: 80/30 is 80 % within 30 seconds; repeatable.",
    transform: StaffArguments.level)
  var goal: [StaffArguments.Level] = []
  @Option(
    help: """
      What the service level counts: offered (served in time of all), answered (of the served), virtual (wait \
      had they stayed), excludingShortAbandons, withinThreshold (quick abandons are met).
      """)
  var definition: ServiceLevelDefinition = .offered
  @Option(
    help: "Mean patience, such as 3m; endless when not given.", transform: StaffArguments.seconds)
  var patience: Double?
  @Option(help: "Busy time of staffed time at most, such as 0.88.", transform: StaffArguments.share)
  var maxOccupancy: Double?
  @Option(
    help: "Share of contacts that hang up at most, such as 5%.", transform: StaffArguments.share)
  var maxAbandonment: Double?
  @Option(
    help: "Mean wait of the answered at most, such as 20s.", transform: StaffArguments.seconds)
  var maxSpeedOfAnswer: Double?
  @Option(
    help: "Share to finish, wait and handling, in time: 95/4h; needs endless patience; repeatable.",
    transform: StaffArguments.level)
  var deadline: [StaffArguments.Level] = []
  @Option(
    help: "Share of paid time not on the phones, such as 0.32.", transform: StaffArguments.share)
  var shrinkage: Double = 0
  @Option(
    help: "With --day: chance at most, at every moment, that all are busy, such as 0.2.",
    transform: StaffArguments.share)
  var maxDelay: Double?
  @Option(help: "A day of intervals, a CSV file.")
  var day: String?
  @Option(
    help: "With --day: paid lengths of shifts, each with its unpaid meal: 8h+30m,4h.",
    transform: StaffArguments.shifts)
  var shifts: [ShiftRules.Contract]?
  @Option(
    help:
      "With --shifts: time between possible starts, such as 30m; the day's intervals when not given.",
    transform: StaffArguments.seconds)
  var shiftStarts: Double?
  @Option(help: "The day's column of times, when it is not found by its heading.")
  var time: String?
  @Option(help: "The day's column of contacts, when it is not found by its heading.")
  var value: String?
  @Option(help: "The most threads; the results do not depend on it.")
  var threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount)
  @Flag(help: "Print one JSON document.")
  var json = false

  func validate() throws {
    guard (volume == nil) != (day == nil) else {
      throw ValidationError("Give either --volume 120 or --day FILE.csv.")
    }
    if goals.isEmpty && maxDelay == nil {
      throw ValidationError(
        "Give at least one goal: --goal 80/30, --max-occupancy, --max-abandonment,"
          + " --max-speed-of-answer or --deadline.")
    }
    guard threads >= 1 else { throw ValidationError("--threads \(threads): write 1 or more.") }
    guard shrinkage < 1 else { throw ValidationError("--shrinkage 1: write less than 1.") }
    if volume != nil {
      if per == nil { throw ValidationError("Give the length of the interval: --per 30m.") }
      if handleTime == nil { throw ValidationError("Give the handle time: --handle-time 6m30s.") }
      if time != nil || value != nil || maxDelay != nil || shifts != nil {
        throw ValidationError(
          "--time, --value, --max-delay and --shifts belong to --day FILE.csv.")
      }
    } else if !deadline.isEmpty {
      throw ValidationError("--deadline belongs to --volume; a day has goals about waiting.")
    }
    if let shiftStarts {
      guard shifts != nil else {
        throw ValidationError("--shift-starts belongs to --shifts 8h+30m.")
      }
      guard shiftStarts >= 60, shiftStarts.remainder(dividingBy: 60) == 0 else {
        throw ValidationError("--shift-starts: write whole minutes, such as 30m.")
      }
    }
    try validateGoals()
  }

  /// Refuses goals that say nothing together with the patience.
  private func validateGoals() throws {
    if patience == nil && maxAbandonment != nil {
      throw ValidationError("--max-abandonment needs --patience 3m: without one nobody hangs up.")
    }
    if patience != nil && !deadline.isEmpty {
      throw ValidationError(
        "--deadline is about work that waits until it is done: leave --patience away.")
    }
    let hasService =
      !goal.isEmpty || maxAbandonment != nil || maxSpeedOfAnswer != nil || !deadline.isEmpty
      || maxDelay != nil
    if patience != nil && !hasService {
      throw ValidationError(
        "--max-occupancy alone is met by nobody at all: add a goal of service, such as --goal 80/30."
      )
    }
    let shares = [
      ("--max-occupancy", maxOccupancy), ("--max-abandonment", maxAbandonment),
      ("--max-delay", maxDelay),
    ]
    for (name, value) in shares where value == 0 {
      throw ValidationError("\(name) 0: write more than 0.")
    }
    for (name, value) in [("--max-abandonment", maxAbandonment), ("--max-delay", maxDelay)]
    where value == 1 {
      throw ValidationError("\(name) 1: write less than 1.")
    }
    let times = [
      ("--per", per), ("--handle-time", handleTime), ("--patience", patience),
      ("--max-speed-of-answer", maxSpeedOfAnswer),
    ]
    for (name, value) in times where value == 0 {
      throw ValidationError("\(name) 0s: write more than 0s.")
    }
  }

  private var goals: [ServiceGoal] {
    var found = goal.map {
      ServiceGoal.serviceLevel(definition, within: $0.within, share: $0.share)
    }
    if let maxSpeedOfAnswer { found.append(.speedOfAnswer(atMost: maxSpeedOfAnswer)) }
    if let maxAbandonment { found.append(.abandonment(atMost: maxAbandonment)) }
    if let maxOccupancy { found.append(.occupancy(atMost: maxOccupancy)) }
    found += deadline.map { .deadline(within: $0.within, share: $0.share) }
    return found
  }

  func run() throws {
    if let day { return try runDay(day) }
    guard let volume, let per, let handleTime else { return }
    let answer = try userFacing {
      try StaffAnswer(
        volume: volume, per: per, handleTime: handleTime, goals: goals, patience: patience,
        shrinkage: shrinkage)
    }
    let printer = StaffPrinter(
      answer: answer, volume: volume, per: per, handleTime: handleTime, patience: patience,
      shrinkage: shrinkage, definition: definition)
    try printAnswer(json ? printer.json() : printer.text())
  }

  private func runDay(_ path: String) throws {
    let volumes = try userFacing { try readDay(path) }
    guard handleTime != nil || volumes.handleTimes != nil else {
      throw Outcome.wrongUsage(
        "Give the handle time: --handle-time 6m30s, or a column aht in seconds in \(path).")
    }
    let progress = Progress()
    progress.show("staffing the day", 0)
    let answer = try userFacing {
      try StaffDay(
        volumes: volumes, handleTime: handleTime, patience: patience,
        goals: goals.map(DayGoal.interval) + (maxDelay.map { [.delay(atMost: $0)] } ?? []),
        shifts: shiftRules(volumes), threads: threads)
    }
    progress.clear()
    let printer = StaffDayPrinter(
      answer: answer, file: path, handleTime: handleTime, patience: patience, shrinkage: shrinkage)
    try printAnswer(json ? printer.json() : printer.text())
  }

  /// Shifts inside the hours of the day, round the clock when it is.
  private func shiftRules(_ volumes: DayVolumes) -> ShiftRules? {
    shifts.map { contracts in
      let end = volumes.startMinute + volumes.volumes.count * volumes.stepMinutes
      let hours =
        volumes.isRoundTheClock
        ? WeeklyHours.always
        : WeeklyHours(spans: Array(repeating: [volumes.startMinute..<min(1440, end)], count: 7))
      return ShiftRules(
        contracts: contracts.map { contract in
          var contract = contract
          contract.within = hours
          return contract
        }, startEveryMinutes: shiftStarts.map { Int($0 / 60) } ?? volumes.stepMinutes)
    }
  }

  private func readDay(_ path: String) throws -> DayVolumes {
    var step: Int?
    if let per {
      guard per >= 60, per <= 86_400, per.remainder(dividingBy: 60) == 0 else {
        throw Outcome.wrongUsage("--per: write whole minutes of at most 24h, such as 30m.")
      }
      step = Int(per / 60)
    }
    return try DayVolumes.read(
      bytes: try SpecFile.bytes(path, kind: "a CSV file of one day"), file: path,
      columns: DayVolumes.Columns(time: time, value: value), stepMinutes: step)
  }
}

extension ServiceLevelDefinition: ExpressibleByArgument {}
