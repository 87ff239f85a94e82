import Quantities
import Results

/// The volume forecast and what causes it.
extension ReportContent {
  /// Volume by queue with its intervals, members and causes.
  var volumeSection: Section {
    let queues = result.forecast.queues
    var blocks: [Block] = []
    let figures = queues.compactMap(volumeFigure)
    if figures.count == 1, let only = figures.first {
      blocks.append(.figure(only))
    } else if !figures.isEmpty {
      blocks.append(.figures(figures))
    }
    if queues.contains(where: { !$0.months.isEmpty }) { blocks.append(.table(monthsTable)) }
    let members = result.demand.membersByMonth
    if !members.isEmpty || !result.demand.events.isEmpty { blocks.append(.table(membersTable)) }
    let causes = result.demand.queues.filter { !$0.drivers.isEmpty }
    if !causes.isEmpty {
      blocks.append(.heading("What causes the work"))
      blocks.append(
        .facts(
          causes.flatMap { queue in
            queue.drivers.map { driver in
              ("\(queue.queue): \(driver.name)", Prose(driver.explanation + seen(driver)))
            }
          }))
    }
    return Section(
      anchor: "volume", title: "How much work will come",
      lead: queues.isEmpty
        ? "The scenario has no queue."
        : "Expected items with the ranges that hold 80 % (dark) and 95 % (light) of \(result.forecast.paths > 0 ? Show.count(result.forecast.paths) + " simulated " : "")futures.",
      blocks: blocks)
  }

  private func volumeFigure(_ queue: QueueForecast) -> Figure? {
    let horizon = result.horizon
    let (bands, unit, isWeekly) = shownBands(queue)
    guard let first = bands.first, let last = bands.last else { return nil }
    let half = isWeekly ? 3 : 0
    let chart = BandChart(
      points: bands.map {
        .init(
          date: $0.start + half, mean: $0.mean, lower80: $0.lower80, upper80: $0.upper80,
          lower95: $0.lower95, upper95: $0.upper95)
      },
      events: result.demand.events.map { ($0.date, $0.name) },
      start: min(horizon.start, first.start),
      end: max(horizon.end, last.start), unit: unit)
    let most = bands.max { $0.mean < $1.mean } ?? first
    let total = queue.months.isEmpty ? bands : queue.months
    let sum = total.reduce(0) { $0 + $1.mean }
    let single = result.forecast.queues.count == 1
    return Figure(
      title: queue.queue,
      caption:
        Prose(
          bands.count < 2
            ? "\(Show.count(sum)) expected."
            : "\(Show.count(sum)) expected in all; most \(isWeekly ? "in the week of" : "on") \(Show.date(most.start))."
        ),
      alternative:
        "\(queue.queue): \(unit.lowercased()), from \(Show.count(first.mean)) at the start to \(Show.count(last.mean)) at the end; most \(Show.count(most.mean)), with 95 % of futures between \(Show.count(most.lower95)) and \(Show.count(most.upper95)).",
      wide: chart.drawing(width: single ? 960 : 420, height: single ? 300 : 220),
      narrow: single ? chart.drawing(width: 400, height: 240) : nil,
      data: .init(
        row: "a day or a week of a queue",
        columns: ["start", "mean", "lower80", "upper80", "lower95", "upper95"],
        rows: bands.map {
          [
            .text($0.start.description), .number($0.mean), .number($0.lower80), .number($0.upper80),
            .number($0.lower95), .number($0.upper95),
          ]
        }))
  }

  /// Whole weeks where there are enough of them, days otherwise.
  private func shownBands(_ queue: QueueForecast) -> ([Band], unit: String, isWeekly: Bool) {
    let whole = queue.weeks.filter {
      $0.start.weekday == .monday && $0.start + 6 <= result.horizon.end
    }
    if whole.count >= 6 || queue.days.isEmpty {
      return (whole.isEmpty ? queue.weeks : whole, "Items a week", true)
    }
    return (queue.days, "Items a day", false)
  }

  private var monthsTable: Table {
    let queues = result.forecast.queues
    let starts = Set(queues.flatMap { $0.months.map(\.start) }).sorted()
    let byMonth = queues.map { queue in
      Dictionary(queue.months.map { ($0.start, $0) }) { first, _ in first }
    }
    return Table(
      caption: "Expected items by month, with the range of 80 % of futures",
      columns: [.text("Month")] + queues.map { .number($0.queue) },
      rows: starts.map { start in
        [.init(Show.month(start.monthText))]
          + byMonth.map { months in
            guard let band = months[start] else { return .init("—", .quiet) }
            return .init(
              "\(strong: Show.count(band.mean)) \(Show.count(band.lower80))–\(Show.count(band.upper80))",
              .folding)
          }
      })
  }

  /// How many causes were counted; empty where none were.
  private func seen(_ driver: DriverDemand) -> String {
    guard let causes = driver.history?.causes else { return "" }
    let count = causes.seen.map { Show.count($0) } ?? (causes.areFew ? "1-10" : "more than 10")
    return "; \(count) \(causes.noun) seen"
  }

  private func change(_ members: Double) -> String {
    members == 0 ? "" : ": \(members > 0 ? "+" : "")\(Show.count(members))"
  }

  private var membersTable: Table {
    let events = result.demand.events
    let months = result.demand.membersByMonth
    let rows = months.enumerated().compactMap { index, month -> [Table.Cell]? in
      let named = events.filter { $0.date.monthText == month.month }.map { event in
        "\(Show.date(event.date)) \(event.name)\(change(event.members))"
      }
      let isSame = index > 0 && month.value == months[index - 1].value && named.isEmpty
      return isSame
        ? nil
        : [
          .init(Show.month(month.month)), .init(Show.count(month.value)),
          .init(named.joined(separator: "; ")),
        ]
    }
    return Table(
      caption: "Members on the first day of the month, and what changes them",
      columns: [.text("Month"), .number("Members"), .text("Change")], rows: rows,
      note: rows.count < months.count ? "Months without a change are left out." : "")
  }
}
