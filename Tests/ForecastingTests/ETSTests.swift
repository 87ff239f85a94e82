import Forecasting
import Foundation
import RandomStreams
import Testing

@Suite("Exponential smoothing")
struct ETSTests {
  @Test("There are thirty forms, and each name reads back as its form")
  func forms() {
    #expect(ETSForm.all.count == 30)
    #expect(Set(ETSForm.all).count == 30)
    for form in ETSForm.all {
      let letters = form.description.filter { !"ETS(,)".contains($0) || $0 == "A" }
      #expect(ETSForm(letters) == form, "\(letters)")
    }
    #expect(ETSForm("NNN") == nil && ETSForm("ANdN") == nil && ETSForm("AXN") == nil)
    #expect(ETSForm.usual(isPositive: true, isSeasonal: true).count == 15)
    #expect(ETSForm.usual(isPositive: false, isSeasonal: false).count == 3)
  }

  @Test("Simple smoothing of three values is what pencil and paper give")
  func byHand() throws {
    // l = 10; e = 2, l = 11; e = -1, l = 10.5; e = 3.5.
    let form = try #require(ETSForm("ANN"))
    let model = ETSModel(form, ETSParameters(alpha: 0.5, level: 10), values: [12, 10, 14])
    #expect(model.fitted == [10, 11, 10.5])
    #expect(model.errors == [2, -1, 3.5])
    #expect(abs(model.logLikelihood + 1.5 * log(4 + 1 + 12.25)) < 1e-12)
    #expect(model.forecast(steps: 2) == [12.25, 12.25])
  }

  @Test(
    "At R's parameters the likelihood and the fitted values are R's within 1e-9",
    .enabled(if: hasSharedData))
  func fixedParameters() throws {
    var cases = 0
    for series in try ReferenceFits.series() {
      let fits = try #require(series.fields["ets"] as? [String: [String: Any]])
      for (name, fit) in fits {
        let given = try #require(fit["par"] as? [String: Double])
        // R writes a list of one as a number.
        let single = (fit["initstate"] as? Double).map { [$0] }
        var states = try #require((fit["initstate"] as? [Double]) ?? single)
        let form = try ReferenceFits.form(name)
        var parameters = ETSParameters(
          alpha: try #require(given["alpha"]), beta: given["beta"] ?? 0,
          gamma: given["gamma"] ?? 0, phi: given["phi"] ?? 1, level: states.removeFirst())
        if form.trend != .none { parameters.slope = states.removeFirst() }
        parameters.seasons = states.reversed()
        let model = ETSModel(form, parameters, values: series.values)
        let likelihood = try #require(fit["loglik"] as? Double)
        let aicc = try #require(fit["aicc"] as? Double)
        #expect(abs(model.logLikelihood / likelihood - 1) < 1e-9, "\(series.name) \(name)")
        #expect(abs(model.aicc / aicc - 1) < 1e-9, "\(series.name) \(name)")
        let first = try #require(fit["fitted_first5"] as? [Double])
        let last = try #require(fit["fitted_last5"] as? [Double])
        for (expected, seen) in zip(first + last, model.fitted.prefix(5) + model.fitted.suffix(5)) {
          #expect(abs(seen / expected - 1) < 1e-9, "\(series.name) \(name)")
        }
        cases += 1
      }
    }
    #expect(cases == 60)
  }

  @Test(
    "Every fit's AICc is at most the best known plus 0.1, in the usual region",
    .enabled(if: hasSharedData))
  func bestKnown() throws {
    let known = try ReferenceFits.load("ets_best_known")
    var misses: [String] = []
    for series in try ReferenceFits.series() {
      let fits = try #require(known[series.name] as? [String: [String: Any]])
      for (name, fit) in fits {
        let best = try #require(fit["aicc"] as? Double)
        let form = try ReferenceFits.form(name)
        let model = try #require(
          ETSModel.fit(form, values: series.values, period: series.period))
        if model.aicc > best + 0.1 { misses.append("\(series.name) \(name) \(model.aicc - best)") }
        let found = model.parameters
        #expect((1e-4...0.9999).contains(found.alpha))
        #expect(found.beta <= found.alpha && found.gamma <= 1 - found.alpha)
      }
      let chosen = try #require(
        ETSModel.automatic(values: series.values, period: series.period))
      let least = try #require(fits.values.compactMap { $0["aicc"] as? Double }.min())
      #expect(chosen.aicc <= least + 0.1, "\(series.name)")
    }
    #expect(misses.isEmpty, "\(misses)")
  }

  @Test("All thirty forms fit a positive series, and none of its futures is below zero")
  func everyForm() throws {
    var draws = RandomStream(seed: 7, stream: 1)
    let season = [1.2, 0.9, 0.7, 1.2]
    let values = (0..<60).map { place -> Double in
      let trend = 50 + 0.5 * Double(place)
      return trend * season[place % 4] * (1 + 0.05 * draws.nextNormal())
    }
    for form in ETSForm.all {
      let model = try #require(ETSModel.fit(form, values: values, period: 4), "\(form)")
      #expect(model.aicc.isFinite, "\(form)")
      #expect(model.forecast(steps: 8).allSatisfy { $0.isFinite && $0 > 0 }, "\(form)")
    }
    let best = try #require(ETSModel.automatic(values: values, period: 4))
    #expect(best.form.season == .multiplicative)
  }

  @Test("What multiplies needs values above zero, and a season two of its length")
  func refused() throws {
    let zeros = [0.0, 1, 2, 0, 1, 3, 0, 1, 2, 1, 2, 0, 1, 3]
    #expect(ETSModel.fit(try #require(ETSForm("MNN")), values: zeros) == nil)
    #expect(ETSModel.automatic(values: zeros)?.form.error == .additive)
    #expect(ETSModel.fit(try #require(ETSForm("ANA")), values: zeros, period: 12) == nil)
    #expect(ETSModel.automatic(values: [1, 2, 3]) == nil)
  }
}
