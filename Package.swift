// swift-tools-version: 6.3
import Foundation
import PackageDescription

/// Settings of every target of ours: memory safety is strict, and a warning is an error.
let house: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// A library target that may import `Quantities` and `Results` beside what it lists.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: ["Quantities", "Results"] + dependencies, swiftSettings: house)
}

/// A test target for one library; its `Golden` and `Fixtures` folders are read by path.
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.byName(name: name), "Quantities", "Results"] + dependencies,
    exclude: exclude, swiftSettings: house)
}

/// A C library of the system; Debian's package is named so that SwiftPM can say what is missing.
func system(_ name: String, _ pkgConfig: String?, _ debian: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debian])])
}

let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let sqlite = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

var dependencies: [Package.Dependency] = [
  .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
]
// Only the documentation build resolves the documentation plugin.
if ProcessInfo.processInfo.environment["CASELOAD_DOCUMENTATION"] != nil {
  dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}

let package = Package(
  name: "caseload",
  products: [
    .executable(name: "caseload", targets: ["caseload"]),
    .library(name: "ClaimsStore", targets: ["ClaimsStore"]),
    .library(name: "Forecasting", targets: ["Forecasting"]),
    .library(name: "Queueing", targets: ["Queueing"]),
    .library(name: "Simulation", targets: ["Simulation"]),
    .library(name: "Planning", targets: ["Planning"]),
    .library(name: "Scenarios", targets: ["Scenarios"]),
  ],
  dependencies: dependencies,
  targets: [
    system("CCbc", "cbc", "coinor-libcbc-dev"),
    system("CXlsxWriter", "xlsxwriter", "libxlsxwriter-dev"),
    system("CCrypto", "libcrypto", "libssl-dev"),
    system("CZlib", "zlib", "zlib1g-dev"),

    .target(name: "Quantities", swiftSettings: house),
    .target(name: "Results", dependencies: ["Quantities"], swiftSettings: house),
    .target(name: "LocatedJSON", swiftSettings: house),
    .target(name: "RandomStreams", swiftSettings: house),
    .target(name: "CClaimsKernels"),
    .target(name: "ClaimsKernels", dependencies: ["CClaimsKernels"], swiftSettings: house),
    library(
      "ClaimsStore",
      ["LocatedJSON", "RandomStreams", "ClaimsKernels", "CCrypto", "CZlib", sqlite]),
    library("Demand", ["ClaimsStore"]),
    library("Forecasting", ["RandomStreams", "Demand"]),
    library("Queueing"),
    library("Simulation", ["RandomStreams"]),
    library("Staffing", ["CCbc"]),
    library("Costing"),
    library("Scenarios", ["LocatedJSON"]),
    library(
      "Planning",
      [
        "Scenarios", "ClaimsStore", "Demand", "Forecasting", "Queueing", "Simulation", "Staffing",
        "Costing", "RandomStreams", "LocatedJSON",
      ]),
    library("Reporting", ["CXlsxWriter", mustache]),
    library("RunCatalog", [sqlite]),
    .target(
      name: "Templates",
      resources: [
        "plain-rate", "plain-queue", "retail-high-volume", "independent-reimbursement",
        "specialty-journey", "pbm-client-reporting", "pbm-prior-auth-appeals",
        "outsourced-omnichannel", "mail-order-january",
      ].map { .embedInCode("Specs/\($0).json") }, swiftSettings: house),
    library("Notebooks", ["Planning", "Reporting", "ClaimsStore", "Scenarios", "LocatedJSON"]),
    .executableTarget(
      name: "caseload",
      dependencies: [
        "Quantities", "Results", "LocatedJSON", "ClaimsStore", "Demand", "Forecasting",
        "Queueing", "Simulation", "Staffing", "Costing", "Scenarios", "Planning", "Reporting",
        "RunCatalog", "Templates", "Notebooks", arguments,
      ],
      swiftSettings: house),

    .testTarget(name: "QuantitiesTests", dependencies: ["Quantities"], swiftSettings: house),
    .testTarget(
      name: "ResultsTests", dependencies: ["Quantities", "Results"], swiftSettings: house),
    tests("LocatedJSON"),
    tests("RandomStreams"),
    tests("ClaimsKernels"),
    tests(
      "ClaimsStore", ["LocatedJSON", "RandomStreams", "ClaimsKernels", "CCrypto", sqlite],
      exclude: ["Fixtures"]),
    tests("Demand", ["ClaimsStore"]),
    tests("Forecasting", ["Demand", "RandomStreams"]),
    tests("Queueing"),
    tests("Simulation", ["RandomStreams"]),
    tests("Staffing", ["CCbc"]),
    tests("Costing"),
    tests("Scenarios", ["LocatedJSON"], exclude: ["Fixtures"]),
    tests("Planning", ["Scenarios", "Simulation"]),
    tests("Reporting"),
    tests("RunCatalog", [sqlite]),
    tests("Notebooks", ["Planning", "ClaimsStore"]),
    .testTarget(
      name: "AgreementTests",
      dependencies: [
        "Costing", "Quantities", "Queueing", "RandomStreams", "Results", "Simulation", "Staffing",
      ],
      swiftSettings: house),
    .testTarget(
      name: "EndToEndTests", dependencies: ["caseload", "Quantities", "RandomStreams", "Results"],
      exclude: ["Fixtures", "Golden"],
      swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)
