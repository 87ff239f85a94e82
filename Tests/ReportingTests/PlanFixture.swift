import Quantities
import Results

/// A made-up but plausible answer: twelve months, five queues, three pools, four alternatives.
///
/// Numbers follow simple closed rules, so that every table and chart has something to show; the
/// worked interval is from an Erlang A calculation outside this program (λ = 142.3 / 30 min,
/// handle time 390 s, patience 180 s).
struct PlanFixture {
  var start = LocalDate(daysSince1970: 20_727)  // 2026-10-01
  var end = LocalDate(daysSince1970: 21_091)  // 2027-09-30
  var queueNames = ["voice", "chat", "prior-auth", "refill-outreach", "delivery"]
  var poolNames = ["coordinators", "pharmacists", "assistants"]
  var hasClaims = true
  var certifies = true
  var alternativeNames = [
    "Change nothing", "Employees only", "Assistants where allowed", "Best mix",
  ]

  var calendar: IntervalCalendar {
    IntervalCalendar(
      start: start, end: end, intervalSeconds: 1800,
      zone: ZoneRules(name: "America/Chicago") ?? .utc)
  }

  /// The whole answer.
  func result() -> PlanResult {
    let calendar = self.calendar
    let horizon = Horizon(
      start: start, end: end, intervalSeconds: 1800, timeZone: "America/Chicago",
      intervalCount: calendar.intervalCount,
      dayStarts: calendar.days.map(\.intervals.lowerBound) + [calendar.intervalCount])
    let alternatives = alternativeNames.enumerated().map { alternative($1, $0, calendar) }
    return PlanResult(
      schemaVersion: 1, name: "Mail-order January enrollment spike",
      question:
        "A 120,000-member plan lands on January 1st. How many people of which kind, and when do we start hiring?",
      notes: ["Handle times come from the interval export of spring 2026."], horizon: horizon,
      queues: queueNames.enumerated().map { index, name in
        QueueSummary(
          name: name, kind: ["voice", "chat", "case", "outbound", "case"][index % 5],
          goals: [goalText(index)], handleTimeSeconds: [390, 520, 1080, 240, 900][index % 5],
          hours: index == 2 ? "Mon-Fri 07:00-19:00" : "Mon-Fri 08:00-20:00, Sat 09:00-17:00")
      }, demand: demand(calendar), forecast: forecast(calendar), alternatives: alternatives,
      recommended: certifies ? alternatives.last { $0.planned && $0.certified }?.name : nil,
      sensitivities: sensitivities,
      assumptions: [
        Assumption(
          subject: "pools.coordinators.shrinkage", value: "0.32",
          source: "SWPP 2024: half of centres 26-35 %", isDefault: true),
        Assumption(
          subject: "queues.voice.drivers[0].members.tenureCurve", value: "[3, 2, 1.4, 1]",
          source: "illustrative", isDefault: false),
        Assumption(
          subject: "pools.assistants.pricing.perPaidHour", value: "12.5",
          source: "quote of the vendor, May 2026", isDefault: false),
      ], warnings: hasClaims ? ["The last 9 days of claims are thinner than usual."] : [],
      provenance: Provenance(
        version: "0.1.0", seed: 7,
        specDigest: "5f0c2b9a7d1e4c38a6b95d2f71e08c43d9a4f6b2c7e81035af92d4b6c8e0713a",
        dataDigest: hasClaims
          ? "b81d5ea02f7c4936d0a5e3b87c21f94860dd73a1e5c2984b0f61a7d3926ce84f" : "",
        command: "caseload run scenarios/mail-order-january.json"))
  }

  /// A smooth year with a January rise, around 1.
  func season(_ date: LocalDate) -> Double {
    let (_, month, day) = date.parts
    let byMonth = [1.62, 1.38, 1.22, 1.12, 1.08, 1.05, 1.04, 1.05, 1.06, 0.92, 0.97, 1.12]
    let (now, next) = (byMonth[month - 1], byMonth[month % 12])
    return now + (next - now) * Double(day) / 31
  }

  func weekday(_ date: LocalDate, _ queue: Int) -> Double {
    let shape = [1.24, 1.1, 1.03, 1.0, 0.95, queue == 2 ? 0 : 0.42, 0]
    return shape[date.weekday.rawValue]
  }

  func volume(_ queue: Int) -> Double { [2350, 640, 410, 1250, 180][queue % 5] }

  func goalText(_ index: Int) -> String {
    [
      "80 % of offered calls answered within 30 s, over the month",
      "80 % of offered chats answered within 60 s, over the month",
      "every standard case decided within 72 h",
      "mean speed of answer at most 120 s, over the month",
      "every case closed within 24 h",
    ][index % 5]
  }

  private func demand(_ calendar: IntervalCalendar) -> DemandResult {
    let first = start
    return DemandResult(
      membersByMonth: calendar.months.map { days in
        let date = calendar.days[days.lowerBound].date
        return MonthValue(
          month: date.monthText, value: date.parts.year > 2026 ? 370_000 : 250_000)
      },
      events: [
        MemberEvent(date: first + 92, name: "New employer plan", members: 120_000),
        MemberEvent(date: first + 14, name: "Annual elections open", members: 0),
      ],
      queues: queueNames.enumerated().map { index, name in
        QueueDemand(
          queue: name,
          drivers: [
            DriverDemand(
              name: index == 2 ? "reject 75" : "members",
              explanation: index == 2
                ? "0.62 requests for each first reject with code 75 of an episode, most a day or more later"
                : "0.035 contacts for each member and month, more in the first months of membership",
              history: nil, known: nil, knownByMonth: [], levelSpread: 0.08, daySpread: 0.12)
          ])
      },
      claims: hasClaims
        ? ClaimsQuality(
          source: "Synthetic claims of the profile mail-order, seed 7", synthetic: true,
          rows: 1_000_000, firstDay: start - 730, lastDay: start - 1, membersSeen: "39,982",
          membersRepresented: 40_000, shiftWeeks: 0,
          missing: [
            .init(column: "reject_code", share: 0.914), .init(column: "state", share: 0.0031),
            .init(column: "ts", share: 0),
          ],
          remarks: [
            "3,118 rows have no status and count as paid.",
            "412 reversals match no fill inside the extract.",
          ], digest: "b81d5ea02f7c4936d0a5e3b87c21f94860dd73a1e5c2984b0f61a7d3926ce84f") : nil)
  }

  private func band(_ start: LocalDate, _ mean: Double, _ spread: Double) -> Band {
    Band(
      start: start, mean: mean, lower80: mean * (1 - 1.28 * spread),
      upper80: mean * (1 + 1.33 * spread), lower95: mean * (1 - 1.9 * spread),
      upper95: mean * (1 + 2.1 * spread))
  }

  private func forecast(_ calendar: IntervalCalendar) -> ForecastResult {
    let queues = queueNames.enumerated().map { index, name -> QueueForecast in
      let daily = calendar.days.map {
        volume(index) * season($0.date) * weekday($0.date, index)
      }
      func spread(_ day: Int) -> Double { 0.04 + 0.12 * Double(day) / 365 }
      return QueueForecast(
        queue: name, mean: items(index, calendar),
        days: daily.enumerated().map { band(start + $0, $1, spread($0) + 0.06) },
        weeks: calendar.weeks.map {
          band(start + $0.lowerBound, daily[$0].reduce(0, +), spread($0.lowerBound))
        },
        months: calendar.months.map {
          band(start + $0.lowerBound, daily[$0].reduce(0, +), spread($0.lowerBound))
        },
        models: [
          ModelCard(
            driver: index == 2 ? "reject 75" : "members",
            model: "weekday × level with damped trend",
            explanation:
              "The best of four on eight weekly origins; day of week and holidays are multiplicative.",
            backtestWAPE: index == 3 ? nil : 0.071 + 0.01 * Double(index),
            naiveWAPE: index == 3 ? nil : 0.112, coverage80: index == 3 ? nil : 0.79,
            backtestDays: index == 3 ? 0 : 56)
        ])
    }
    return ForecastResult(queues: queues, paths: 200)
  }

  /// Items by interval: the day's volume over an open day with two humps.
  private func items(_ queue: Int, _ calendar: IntervalCalendar) -> [Double] {
    (0..<calendar.intervalCount).map { interval in
      let day = calendar.days[calendar.dayOfInterval[interval]]
      let minute = Double(calendar.minutes[interval])
      let share = profile(minute, saturday: day.date.weekday == .saturday)
      return volume(queue) * season(day.date) * weekday(day.date, queue) * share
    }
  }

  private func profile(_ minute: Double, saturday: Bool) -> Double {
    let (open, close) = saturday ? (540.0, 1020.0) : (480.0, 1200.0)
    guard minute >= open, minute < close else { return 0 }
    func hump(_ at: Double, _ width: Double) -> Double {
      1 / (1 + (minute - at) * (minute - at) / (width * width))
    }
    let shape = 0.35 + hump(630, 110) + 0.8 * hump(870, 130)
    return shape / (saturday ? 19.5 : 27.5)
  }

  private var sensitivities: [Sensitivity] {
    [
      Sensitivity(
        input: "Voice handle time", low: "-10 %", high: "+10 %", lowCents: Cents(-41_218_355),
        highCents: Cents(43_902_160)),
      Sensitivity(
        input: "Demand", low: "-10 %", high: "+10 %", lowCents: Cents(-58_817_201),
        highCents: Cents(61_230_984)),
      Sensitivity(
        input: "Coordinators' shrinkage", low: "27 %", high: "37 %", lowCents: Cents(-22_104_900),
        highCents: Cents(26_730_512)),
      Sensitivity(
        input: "Assistants' price per paid hour", low: "$10.00", high: "$15.00",
        lowCents: Cents(-18_760_000), highCents: Cents(18_760_000)),
      Sensitivity(
        input: "Attrition", low: "28 %", high: "48 %", lowCents: Cents(-6_240_250),
        highCents: Cents(6_911_030)),
    ]
  }
}
