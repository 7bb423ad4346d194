/* Keeps scaled pictures and the price history from one build to the next; Netlify begins each in an empty folder.
   Only what was really published is kept: prices of a preview would become part of the history. */

module.exports = {
  async onPreBuild({ inputs, utils }) {
    const found = await utils.cache.restore(inputs.folder);
    console.log(found ? `Going on with ${inputs.folder} of the last build.` : "Nothing is kept from earlier builds.");
  },

  async onSuccess({ inputs, utils }) {
    const { CONTEXT } = process.env;
    if (CONTEXT === "production") await utils.cache.save(inputs.folder);
    else console.log(`${inputs.folder} is not kept: this build is a ${CONTEXT}.`);
  },
};
