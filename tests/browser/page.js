// What a person does on /docs, done by mouse: create an author, change it, delete it. On the way the page must ask
// nothing of any other host, break no rule of its own Content-Security-Policy, and look right in light and dark.
//
//     node page.js http://127.0.0.1:3000 screenshots
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");

const [, , base, folder] = process.argv;

async function main() {
  fs.mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
  try {
    for (const scheme of ["light", "dark"]) await look(browser, scheme);
    await use(browser);
  } finally {
    await browser.close();
  }
  console.log(`the page works; screenshots are in ${folder}`);
}

// The page in one colour scheme, as a whole and with an operation open.
async function look(browser, scheme) {
  const page = await open(browser, scheme);
  await shot(page, `${scheme}-overview`);
  await openOperation(page, "Author", "listAuthors");
  await shot(page, `${scheme}-list`);
  const dark = () => page.evaluate(() => document.documentElement.classList.contains("dark-mode"));
  assert.equal(await dark(), scheme === "dark", "the page follows the system's scheme");
  await page.mouse.click(...(await centre(page.locator("#theme"))));
  assert.equal(await dark(), scheme !== "dark", "a click changes the scheme");
  await close(page);
}

// A record's life, by mouse and keyboard.
async function use(browser) {
  const page = await open(browser, "light");

  const create = await openOperation(page, "Author", "createAuthor");
  await write(page, create.locator("textarea.body-param__text"), JSON.stringify({ name: "Ursula Kroeber" }));
  const created = await execute(page, create, 201);
  assert.equal(created.name, "Ursula Kroeber");
  await shot(page, "created");

  const patch = await openOperation(page, "Author", "patchAuthor");
  await write(page, patch.locator('tr[data-param-name="id"] input'), created.id);
  await write(page, patch.locator("textarea.body-param__text"), JSON.stringify({ name: "Ursula K. Le Guin" }));
  const patched = await execute(page, patch, 200);
  assert.deepEqual(patched, { ...created, name: "Ursula K. Le Guin" });
  await shot(page, "changed");

  const remove = await openOperation(page, "Author", "deleteAuthor");
  await write(page, remove.locator('tr[data-param-name="id"] input'), created.id);
  await execute(page, remove, 204);
  await shot(page, "deleted");

  const read = await openOperation(page, "Author", "readAuthor");
  await write(page, read.locator('tr[data-param-name="id"] input'), created.id);
  const problem = await execute(page, read, 404);
  assert.equal(problem.status, 404);
  // The browser logs the 404 that was asked for.
  page.complaints = page.complaints.filter((complaint) => !complaint.includes("404"));
  await close(page);
}

async function open(browser, colorScheme) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 960 }, colorScheme });
  page.complaints = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${base}/`) && !url.startsWith("data:") && !url.startsWith("blob:")) {
      page.complaints.push(`asked for ${url}`);
    }
  });
  page.on("pageerror", (error) => page.complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") page.complaints.push(message.text());
  });
  await page.goto(`${base}/docs`);
  await page.locator(".opblock").first().waitFor();
  assert.equal(await page.locator(".errors-wrapper").count(), 0, "the document has errors");
  return page;
}

async function close(page) {
  assert.deepEqual(page.complaints, []);
  await page.close();
}

async function openOperation(page, tag, operation) {
  const block = page.locator(`#operations-${tag}-${operation}`);
  await block.scrollIntoViewIfNeeded();
  await page.mouse.click(...(await centre(block.locator(".opblock-summary-path"))));
  await block.locator(".opblock-body .execute").waitFor();
  // Below the header that stays on top.
  await block.evaluate((element) => window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 70));
  return block;
}

async function write(page, field, text) {
  await field.scrollIntoViewIfNeeded();
  await page.mouse.click(...(await centre(field)));
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

// Clicks "Execute", waits for the answer, and returns its body.
async function execute(page, block, status) {
  const button = block.locator("button.execute");
  await button.scrollIntoViewIfNeeded();
  const answered = page.waitForResponse((response) => !response.url().endsWith("/openapi.json"));
  await page.mouse.click(...(await centre(button)));
  const answer = await answered;
  assert.equal(answer.status(), status, await answer.text());
  const shown = block.locator(".live-responses-table .response-col_status").last();
  await shown.waitFor();
  assert.match(await shown.innerText(), new RegExp(`^${status}`), "the page shows the status");
  await shown.scrollIntoViewIfNeeded();
  return status === 204 ? null : answer.json();
}

async function centre(locator) {
  const box = await locator.boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

function shot(page, name) {
  return page.screenshot({ path: path.join(folder, `${name}.png`) });
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
