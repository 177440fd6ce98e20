-- The page as you type. :DevserverPreview opens it in a browser; there it follows the cursor.
local client -- Neovim's id of our server, while it runs
local told = {} -- what was said of the cursor last

local capabilities = vim.lsp.protocol.make_client_capabilities()
local handlers = {}
if not vim.lsp.handlers['window/showDocument'] then -- before Neovim 0.8
  capabilities.window.showDocument = { support = true }
  handlers['window/showDocument'] = function(_, asked)
    vim.lsp.util.jump_to_location({ uri = asked.uri, range = asked.selection }, 'utf-16')
    return { success = true }
  end
end

local function attach(buffer)
  client = client or vim.lsp.start_client({
    name = 'devserver',
    cmd = { 'devserver', 'lsp' },
    root_dir = vim.fn.getcwd(),
    capabilities = capabilities,
    handlers = handlers,
    flags = { debounce_text_changes = 0 },
    on_exit = function() client = nil end,
  })
  if client then
    vim.lsp.buf_attach_client(buffer, client)
    vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc'
  end
end

local function server()
  local buffer = vim.api.nvim_get_current_buf()
  return client and vim.lsp.buf_is_attached(buffer, client) and vim.lsp.get_client_by_id(client)
end

local function tell_cursor(event)
  local to = server()
  if not to then return end
  local now = vim.lsp.util.make_position_params(0, to.offset_encoding)
  local tick = vim.b.changedtick
  now.reason = told.tick ~= tick and 'edit' or event.event == 'WinScrolled' and 'scroll' or 'move'
  now.visible = {
    start = { line = vim.fn.line('w0') - 1, character = 0 },
    ['end'] = { line = vim.fn.line('w$') - 1, character = 0 },
  }
  told.tick = tick
  if not vim.deep_equal(told.now, now) then
    told.now = now
    to.notify('devserver/cursor', now)
  end
end

local function preview()
  local to = server()
  if not to then return vim.notify('devserver: this is no page', vim.log.levels.WARN) end
  local here = { uri = vim.uri_from_bufnr(0), line = vim.fn.line('.') - 1 }
  local command = { command = 'devserver.preview', arguments = { here } }
  to.request('workspace/executeCommand', command, function(fault, answer)
    if fault then return vim.notify(fault.message, vim.log.levels.WARN) end
    if answer.tabs > 0 then return end -- a page that is open goes there
    local open = vim.g.devserver_open or (vim.fn.has('mac') == 1 and 'open' or 'xdg-open')
    vim.fn.jobstart({ open, answer.url }, { detach = true })
  end)
end

local group = vim.api.nvim_create_augroup('devserver', {})
vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = 'markdown',
  callback = function(event) attach(event.buf) end,
})
vim.api.nvim_create_autocmd({ 'CursorMoved', 'CursorMovedI', 'WinScrolled' }, {
  group = group,
  callback = tell_cursor,
})
vim.api.nvim_create_user_command('DevserverPreview', preview, {})
