import Planning
import Quantities
import Reporting
import Results

/// A sweep for people.
struct SweepText {
  let result: SweepResult

  init(_ result: SweepResult) { self.result = result }

  /// The names of the alternatives with a plan or recommended at a point, in the order of the spec.
  private var names: [String] {
    var found: [String] = []
    let answers = result.points.compactMap(\.facts.recommended)
    for alternative in result.points.flatMap(\.facts.alternatives)
    where (alternative.planned || answers.contains(alternative.name))
      && !found.contains(alternative.name)
    {
      found.append(alternative.name)
    }
    return found
  }

  /// The table, the flips and where the chart is.
  func text(chart: String?) -> String {
    let names = names
    var rows = [result.axes.map(\.path) + names + ["cheapest that keeps its goals"]]
    for point in result.points {
      let costs = names.map { name in
        point.facts.alternative(named: name).map {
          Amount.dollars($0.costCents) + ($0.certified ? " " : "*")
        } ?? "-"
      }
      rows.append(point.values + costs + [point.facts.recommended ?? "none"])
    }
    var lines = TextTable(rows: rows).lines
    let missed = result.points.contains { point in
      point.facts.alternatives.contains { names.contains($0.name) && !$0.certified }
    }
    if missed { lines.append("* misses a required goal") }
    lines.append("")
    let flips = result.flips
    lines += flips.map(words)
    if flips.isEmpty { lines.append("The answer is the same at every point.") }
    if let chart { lines.append("Chart: \(chart)") }
    return lines.joined(separator: "\n")
  }

  private func words(_ flip: SweepResult.Flip) -> String {
    let path = result.axes[flip.axis].path
    let others = result.axes.indices.filter { $0 != flip.axis }
      .map { "\(result.axes[$0].path) = \(flip.values[$0])" }
    let place = others.isEmpty ? "" : " (at \(others.joined(separator: ", ")))"
    let crossing = flip.crossing.map { "; they cost the same near \(fixed($0, 3))" } ?? ""
    return
      "The answer flips between \(path) = \(flip.between.low) and \(flip.between.high)\(place): "
      + "\(flip.recommended.low ?? "none") → \(flip.recommended.high ?? "none")\(crossing)."
  }

  /// Cost of each alternative over the first axis, the other axes at their first values.
  var chart: ValueChart {
    let shown = result.points.filter { point in
      result.axes.indices.dropFirst().allSatisfy { point.values[$0] == result.axes[$0].values[0] }
    }
    let rest = result.axes.dropFirst().map { "\($0.path) = \($0.values[0])" }
    return ValueChart(
      title: "Cost by \(result.axes[0].path)"
        + (rest.isEmpty ? "" : ", at \(rest.joined(separator: ", "))"),
      unit: "dollars over the horizon; a gap where a required goal is missed",
      labels: shown.map { $0.values[0] },
      series: names.map { name in
        ValueChart.Series(
          name: name,
          values: shown.map { point in
            point.facts.alternative(named: name).flatMap {
              $0.certified ? $0.costCents.dollars : nil
            }
          })
      })
  }
}

/// What `sweep --json` prints.
struct SweepDocument: Encodable {
  struct Axis: Encodable {
    var path: String
    var values: [String]
  }
  struct Point: Encodable {
    var values: [String]
    var recommended: String?
    var alternatives: [Cost]
  }
  struct Cost: Encodable {
    var name: String
    var planned: Bool
    var certified: Bool
    var costCents: Cents
  }
  struct Flip: Encodable {
    var path: String
    var low: String
    var high: String
    var at: [String]
    var recommendedLow: String?
    var recommendedHigh: String?
    var crossing: Double?
  }
  var axes: [Axis]
  var points: [Point]
  var flips: [Flip]
  var stagesReused: Int

  init(_ result: SweepResult) {
    axes = result.axes.map { Axis(path: $0.path, values: $0.values) }
    points = result.points.map { point in
      Point(
        values: point.values, recommended: point.facts.recommended,
        alternatives: point.facts.alternatives.map {
          Cost(name: $0.name, planned: $0.planned, certified: $0.certified, costCents: $0.costCents)
        })
    }
    flips = result.flips.map {
      Flip(
        path: result.axes[$0.axis].path, low: $0.between.low, high: $0.between.high, at: $0.values,
        recommendedLow: $0.recommended.low, recommendedHigh: $0.recommended.high,
        crossing: $0.crossing)
    }
    stagesReused = result.reuses
  }
}
