# Makes cases/wilson.json and cases/mover_p.json. Run in this folder: Rscript own_cases.R
# wilson: the score interval found by solving |p - p0| = t sqrt(p0 (1 - p0) / n_e) for p0, not by its closed form.
# mover_p: the level at which the MOVER interval on svyciprop(method = "beta") touches zero, by uniroot.
suppressMessages(library(survey))
digits <- function(x) paste0("  \"", names(x), "\": ", sprintf("%.17g", x), collapse = ",\n")
case <- function(id, words, expected, rel_tol) writeLines(sprintf(
  "{\n \"id\": \"%s\",\n \"words\": \"%s\",\n \"rel_tol\": %g,\n \"params\": null,\n \"made_with\": \"%s, survey %s, own_cases.R\",\n \"expected\": {\n%s\n }\n}",
  id, words, rel_tol, R.version.string, packageVersion("survey"), digits(expected)), paste0("cases/", id, ".json"))

d <- read.csv("data/pub_panel107.csv"); d <- d[d$wave == 1, ]
panel <- svydesign(ids = ~1, strata = ~region, weights = ~w, fpc = ~N_h, data = d)
d <- read.csv("data/pub_firms.csv")
firms <- svydesign(ids = ~1, strata = ~stratum, weights = ~w, fpc = ~N_h, data = d)

score <- function(m, df) {
  p <- as.numeric(coef(m)); n <- p * (1 - p) / as.numeric(SE(m))^2; t <- qt(.975, df)
  f <- function(p0) abs(p - p0) - t * sqrt(p0 * (1 - p0) / n)
  c(wilson.est = p, wilson.low = uniroot(f, c(1e-12, p), tol = 1e-15)$root,
    wilson.high = uniroot(f, c(p, 1 - 1e-12), tol = 1e-15)$root)
}
case("wilson", "Score interval on the effective n, wave 1 of the panel, variable div", score(svymean(~div, panel), degf(panel)), 1e-9)

limit <- function(des, y, alpha) {
  f <- as.formula(paste0("~", y))
  ci <- function(r) { z <- svyciprop(f, subset(des, region == r), method = "beta", level = 1 - alpha); c(as.numeric(z), as.numeric(confint(z))) }
  a <- ci("JP"); b <- ci("EU"); gap <- a[1] - b[1]
  if (gap > 0) gap - sqrt((a[1] - a[2])^2 + (b[3] - b[1])^2) else -(gap + sqrt((a[3] - a[1])^2 + (b[1] - b[2])^2))
}
p <- function(des, y) uniroot(function(l) limit(des, y, exp(l)), c(log(1e-14), log(.999)), tol = 1e-13)$root
case("mover_p", "Smallest alpha at which the MOVER interval for JP minus EU excludes zero",
     c(panel_div = exp(p(panel, "div")), firms_q1_a = exp(p(firms, "q1_a")), firms_q1_d = exp(p(firms, "q1_d"))), 1e-7)
