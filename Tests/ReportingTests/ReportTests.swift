import Foundation
import Quantities
import Results
import Testing

@testable import Reporting

extension PlanFixture {
  /// The fixture over nine days, for tests that need no year.
  static var small: PlanResult {
    var fixture = PlanFixture()
    fixture.end = fixture.start + 8
    return fixture.result()
  }
}

@Suite("The report's files")
struct ReportTests {
  private func page(_ result: PlanResult) throws -> String {
    let files = try Report().write(result, formats: [.html])
    let file = try #require(files.first)
    return try #require(String(bytes: file.bytes, encoding: .utf8))
  }

  @Test("Each form has its files, whatever the order of the set")
  func files() throws {
    let files = try Report().write(PlanFixture.small, formats: [.json, .csv, .md, .html])
    #expect(files.contains { $0.relativePath.hasPrefix("charts/") })
    let names = files.map(\.relativePath).filter { !$0.hasPrefix("charts/") }
    let tables = ReportTables(PlanFixture.small).tables().map { "tables/\($0.name).csv" }
    #expect(
      names == ["report.html", "report.md"] + tables + [
        "tables/data-dictionary.csv", "result.json",
      ])
    #expect(Set(tables).count == tables.count)
    for name in [
      "alternatives",
      "cost_lines",
      "comparison",
      "comparison_monthly",
      "cost_by_queue",
      "hours",
      "break_even",
      "what_if",
      "headcount_weekly",
      "hires",
      "forecast_daily",
      "forecast_backtest",
      "forecast_replay",
      "requirement_intervals",
      "proof_goals",
      "assumptions",
      "sensitivities",
      "workload",
      "unit_costs",
      "cost_factors",
      "comparison_pairs",
      "occupancy",
    ] { #expect(tables.contains("tables/\(name).csv"), "\(name)") }
  }

  @Test(
    "A form that a browser prints is refused before anything is written",
    arguments: [ReportFormat.pdf])
  func notBuilt(format: ReportFormat) {
    #expect(throws: ReportError.notBuilt(format)) {
      try Report().write(PlanFixture.small, formats: [.html, format])
    }
    #expect("\(ReportError.notBuilt(format))".contains("html,xlsx,md,csv,json"))
  }

  @Test("The same result gives the same bytes")
  func stable() throws {
    let formats: Set<ReportFormat> = [.html, .xlsx, .md, .csv, .json]
    let (first, second) = (PlanFixture.small, PlanFixture.small)
    #expect(try Report().write(first, formats: formats) == Report().write(second, formats: formats))
  }

  @Test("Every edge of a scenario gives a page, text and tables", arguments: EdgeFixtures.names)
  func edges(name: String) throws {
    let result = try #require(EdgeFixtures.all.first { $0.name == name }).result
    let files = try Report().write(result, formats: [.html, .xlsx, .md, .csv])
    #expect(
      files.filter { !$0.relativePath.hasPrefix("charts/") }.count
        == ReportTables(result).tables().count + 4)
    let page = try #require(String(bytes: files[0].bytes, encoding: .utf8))
    #expect(page.contains("<h1>") && page.hasSuffix("</html>\n"))
    #expect(!page.contains("NaN") && !page.contains("\"inf") && !page.contains("nan\""))
    let open = page.components(separatedBy: "<section").count
    #expect(open == page.components(separatedBy: "</section>").count)
  }

  @Test("The answer names the alternative, people, first decision, cost and certificate")
  func answer() throws {
    let document = ReportContent(PlanFixture().result()).document()
    let words = document.answer.map(\.plain).joined(separator: " ")
    #expect(words.hasPrefix("Choose Best mix: about") && words.contains("over 12 months"))
    #expect(words.contains("Start hiring by Fri, Oct 9, 2026: 20 people for coordinators"))
    #expect(words.contains("It keeps every required promise in the simulation."))
    #expect(words.contains("If nothing changes, voice first fails in the week of"))
    #expect(document.notices.first?.plain.hasPrefix("Synthetic claims.") == true)
    #expect(document.figures.count == 4)
  }

  @Test("The break-even map shades what is saved, marks what costs more and outlines today")
  func breakEven() throws {
    let document = ReportContent(PlanFixture.compared).document()
    let section = try #require(document.sections.first { $0.anchor == "comparison" })
    let figures = section.blocks.compactMap { block -> Figure? in
      if case .figure(let figure) = block { figure } else { nil }
    }
    let figure = try #require(figures.first)
    #expect(
      figure.caption.plain.hasPrefix(
        "Both cost the same when assistants cost $30.00 a paid hour (today $12.50)"))
    let chart = figure.wide.body
    #expect(chart.components(separatedBy: "class=\"here\"").count == 2)
    // Four cells of the map cost more; one more mark stands in the legend.
    #expect(chart.components(separatedBy: "class=\"short\"").count == 6)
    #expect(chart.contains("$37.50 at 60 % of the planned speed: costs $300 K more"))
    #expect(figure.data?.rows.count == 12)
  }

  @Test("Waiting tells what it costs and which work it leaves undone beyond the plan's own")
  func waiting() {
    var result = PlanFixture().result()
    func late(_ cents: Int, _ hours: Double) -> String {
      func one(_ change: String, _ cents: Int, _ hours: Double, _ delay: Int?) -> WhatIf {
        var one = WhatIf(
          change: change, costChangeCents: Cents(cents), pools: [], shortHours: hours,
          firstShortWeek: result.horizon.start + 4)
        one.delayDays = delay
        return one
      }
      result.whatIfs = [one("The plan as it is", 0, 277, nil), one("late", cents, hours, 14)]
      return ReportContent(result).document().answer[2].plain
    }
    #expect(
      late(9_969_911, 277)
        == "Waiting two weeks costs about $100 K more and leaves no more work undone.")
    #expect(
      late(6, 377)
        == "Waiting two weeks costs nothing worth mentioning and leaves about 100 more hours of work undone."
    )
  }

  @Test("Without a certificate the answer says so and names the goal and week that fail first")
  func notCertified() {
    let document = ReportContent(EdgeFixtures.noneCertified).document()
    let words = document.answer.map(\.plain).joined(separator: " ")
    #expect(words.hasPrefix("No plan keeps every promise. The closest, Best mix, has about"))
    #expect(words.contains("It is not certified: in voice, the promise “80 % of offered calls"))
    #expect(words.contains("first fails in the week of Dec 28, 2026"))
    #expect(document.notices.contains { $0.plain.hasPrefix("No alternative is certified.") })
  }

  @Test("Real claims and no claims carry no notice of synthetic ones")
  func declared() {
    #expect(ReportContent(EdgeFixtures.noClaims).document().notices.isEmpty)
    var result = PlanFixture.small
    result.demand.claims?.synthetic = false
    let notices = ReportContent(result).document().notices
    #expect(!notices.contains { $0.plain.contains("Synthetic") })
  }

  @Test("The first screen holds two warnings and says how many more there are")
  func warnings() throws {
    var result = PlanFixture.small
    result.warnings = ["one", "two", "three", "four"]
    let document = ReportContent(result).document()
    #expect(
      document.notices.map(\.plain).suffix(3) == [
        "one", "two", "2 more warnings stand under Assumptions.",
      ])
    let section = try #require(document.sections.first { $0.anchor == "assumptions" })
    let lists = section.blocks.compactMap { block -> [Prose]? in
      if case .list(let items) = block { items } else { nil }
    }
    #expect(lists.first?.map(\.plain) == result.warnings)
  }

  @Test("A cost outside its own range stands alone, without the range")
  func range() throws {
    var result = PlanFixture.season.result()
    let last = result.alternatives.count - 1
    result.alternatives[last].costCents = Cents(1_154_645_056)
    let words = ReportContent(result).document().answer.map(\.plain).joined(separator: " ")
    #expect(words.contains("for $11.5 M over 100 days"))
  }

  @Test("A goal whose periods all meet the target says that its floor is missed")
  func floor() throws {
    var result = PlanFixture.season.result()
    let last = result.alternatives.count - 1
    result.recommended = nil
    for index in result.alternatives.indices { result.alternatives[index].certified = false }
    result.alternatives[last].proof.goals[0].met = false
    result.alternatives[last].proof.goals[0].firstFailure = result.horizon.start + 4
    for index in 1..<last {
      result.alternatives[index].proof.goals = result.alternatives[index].proof.goals.map {
        var goal = $0
        goal.met = false
        return goal
      }
    }
    let document = ReportContent(result).document()
    let words = document.answer.map(\.plain).joined(separator: " ")
    #expect(
      words.contains("misses its floor over shorter periods, first in the week of Oct 5, 2026"))
  }

  @Test("Equal assumptions of several queues stand in one row")
  func assumptions() throws {
    var result = PlanFixture.small
    result.assumptions = ["voice", "chat", "prior-auth"].map {
      Assumption(
        subject: "$.queues[\"\($0)\"].steps[0].handleTime.distribution", value: "lognormal",
        source: "a cv is given", isDefault: true)
    }
    let section = ReportContent(result).document().sections.first { $0.anchor == "assumptions" }
    let tables = section?.blocks.compactMap { block -> Table? in
      if case .table(let table) = block { table } else { nil }
    }
    let rows = try #require(tables?.first).rows.map { $0.map(\.text.plain) }
    #expect(
      rows == [
        [
          "steps.handleTime.distribution", "queues voice, chat, prior-auth", "lognormal",
          "a cv is given", "default",
        ]
      ])
    #expect(AssumptionPath("$.discountRatePerYear").key == "discountRatePerYear")
    #expect(AssumptionPath("handle time of calls").key == "handle time of calls")
  }

  @Test("The monthly table adds up to the alternative's cost to the cent")
  func cents() throws {
    let result = PlanFixture().result()
    let leading = try #require(result.leading)
    let table = try #require(
      ReportContent(result).document().sections.first { $0.anchor == "cost" }?.blocks
        .compactMap { block -> Table? in if case .table(let table) = block { table } else { nil } }
        .first)
    let cells = table.rows.compactMap { $0.last?.text.plain }
    let sum = cells.compactMap { Int($0.filter(\.isNumber)) }.reduce(0, +)
    #expect(cells.count == 12 && Cents(sum) == leading.costCents)
    #expect(table.totals[0].last?.text.plain == Show.money(leading.costCents))
  }

  @Test("The page loads nothing and its policy allows its own style sheet and script only")
  func policy() throws {
    let page = try page(PlanFixture.small)
    let digest = SHA256.base64(Array(StyleSheet.text.utf8))
    // The example of FIPS 180.
    #expect(SHA256.hex(Array("abc".utf8)).hasPrefix("ba7816bf8f01cfea414140de5dae2223"))
    #expect(StyleSheet.digest == digest, "put \(digest) into StyleSheet.digest")
    #expect(page.contains("default-src &#39;none&#39;; style-src &#39;sha256-"))
    let script = SHA256.base64(Array(PageScript.text.utf8))
    #expect(PageScript.digest == script, "put \(script) into PageScript.digest")
    #expect(page.components(separatedBy: "<script").count == 2)
    #expect(page.contains("script-src &#39;sha256-") && !page.contains("unsafe"))
    for word in ["url(", "@import", "http://", "https://"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(!page.contains(" style=\"") && !page.contains(" onload="))
    // On paper a script has nothing to do.
    let paper = String(decoding: try Report().paper(PlanFixture.small), as: UTF8.self)
    #expect(!paper.contains("<script") && paper.contains("<h1>"))
  }

  @Test("Every chart has a name and a description, and identifiers are unique")
  func alternatives() throws {
    let page = try page(PlanFixture().result())
    let charts = page.components(separatedBy: "<svg ").dropFirst()
    #expect(charts.count > 15)
    for chart in charts {
      #expect(chart.hasPrefix("id=\"chart-") && chart.contains("role=\"img\""))
      #expect(chart.contains("<title id=\"chart-") && chart.contains("<desc id=\"chart-"))
    }
    let identifiers = page.components(separatedBy: " id=\"").dropFirst().map {
      $0.prefix { $0 != "\"" }
    }
    #expect(Set(identifiers).count == identifiers.count)
  }

  @Test("A page of a year stays under two megabytes")
  func size() throws {
    #expect(try page(PlanFixture().result()).utf8.count < 2_000_000)
  }

  @Test("The templates insert markup unescaped only where the renderer gives it")
  func templates() {
    let allowed: Set<String> = [
      "style", "script", "html", "lead", "opening", "note", "caption", "drawing", "left", "right",
    ]
    for (name, text) in Templates.sources {
      let raw = text.components(separatedBy: "{{{").dropFirst().map {
        String($0.prefix { $0 != "}" })
      }
      #expect(Set(raw).isSubset(of: allowed), "\(name)")
    }
  }
}

extension EdgeFixtures {
  /// The names of the edges without the year itself, which other tests cover.
  static let names = all.map(\.name).filter { $0 != "year" }
}
